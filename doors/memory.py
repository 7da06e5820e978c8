"""Keeps the process small where the C library lets it."""

from __future__ import annotations

import ctypes

_M_ARENA_MAX = -8
"""glibc's mallopt(3): how many heaps threads may spread over."""


def use_one_heap() -> None:
    """Let all threads share one heap. With a heap a thread, freed memory stays with each and adds up."""
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    except (AttributeError, OSError):
        return  # another C library, with its own ways
