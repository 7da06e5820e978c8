"""Papers read as somebody reads them: the words that stand on each page and where, and the code that is scanned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pypdfium2
import segno
from numpy.typing import NDArray

from hospital import papers
from hospital.directory import Hospital
from hospital.papers import Paper

POINTS_PER_MM = 72 / 25.4
MARGIN, END = 17.5, 6
"""Millimetres at each side, and above and below, that nothing is printed on."""
QUIET = 4
"""So many modules around a code are empty, as ISO/IEC 18004 asks."""
_UNPRINTED = ("language", "code", "running")
"""Facts that are no words, the picture of a code say, and the running total, which is printed where a page breaks."""


class Printed:
    """A paper as PDF, opened."""

    def __init__(self, hospital: Hospital, paper: Paper) -> None:
        self.paper = paper
        self.document = pypdfium2.PdfDocument(papers.pdf(hospital, paper))
        self.pages = [page.get_textpage().get_text_range() for page in self.document]

    def how_often(self, words: str) -> int:
        """How often something stands on the paper, wherever its lines are broken."""
        return sum(_squeezed(page).count(_squeezed(words)) for page in self.pages)

    def lacking(self, *but: str) -> list[str]:
        """The facts that are on no page, or less often than they are told; facts of some names are not looked for."""
        told = [each for each in _strings(self.paper.facts, {*_UNPRINTED, *but}) if each.strip()]
        return sorted({each for each in told if self.how_often(each) < told.count(each)})

    def misplaced(self) -> list[str]:
        """Letters beyond the margins, and letters that stand on others."""
        return [problem for page in self.document for problem in _misplaced(page)]

    def says_code(self, code: str) -> bool:
        """Whether the first page shows this QR code above at the right, with nothing close to it."""
        expected = np.array(segno.make(code, error="m", micro=False).matrix, dtype=bool)
        page, scale = self.document[0], 3.0
        dark = page.render(scale=scale, grayscale=True).to_numpy().squeeze() < 128
        dark = dark[: dark.shape[0] // 3, dark.shape[1] * 2 // 3 :]
        module = 30 * POINTS_PER_MM * scale / (len(expected) + 2)
        found = _corner_of(dark, expected, module)
        if found is None:
            return False
        top, left = (int(each - QUIET * module + 2) for each in found)
        wide = int((len(expected) + 2 * QUIET) * module - 4)
        around = dark[top : top + wide, left : left + wide].copy()
        inner = slice(int(QUIET * module - 4), int((QUIET + len(expected)) * module + 2))
        around[inner, inner] = False
        return not around.any()


def _strings(facts: Any, but: set[str]) -> Iterator[str]:
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, Mapping):
        yield from (word for name, each in facts.items() if name not in but for word in _strings(each, but))
    elif isinstance(facts, list | tuple):
        yield from (word for each in facts for word in _strings(each, but))


def _squeezed(words: str) -> str:
    """Without blanks, zero-width ones, and hyphens, which a PDF's text loses or has more of where a line is broken."""
    return "".join(words.translate(dict.fromkeys(map(ord, "\u200b\ufffe\xad-"))).split())


def _misplaced(page: Any) -> list[str]:
    text, (width, height) = page.get_textpage(), page.get_size()
    letters = [n for n in range(text.count_chars()) if text.get_text_range(n, 1).strip("\u200b\ufffe \r\n\t\xa0")]
    boxes = np.array([text.get_charbox(n) for n in letters])
    side, end = MARGIN * POINTS_PER_MM, END * POINTS_PER_MM
    left, bottom, right, top = boxes.T
    is_out = (left < side) | (right > width - side) | (bottom < end) | (top > height - end)
    found = [f"beyond the margin: {text.get_text_range(letters[n], 1)!r}" for n in np.flatnonzero(is_out)]
    middle, level = (left + right) / 2, (bottom + top) / 2
    covers = (left[:, None] < middle) & (middle < right[:, None]) & (bottom[:, None] < level) & (level < top[:, None])
    order = np.arange(len(letters))
    covers &= abs(order[:, None] - order) > 2  # letters of one word may be set as one
    return found + [f"on another: {text.get_text_range(max(letters[a] - 9, 0), 20)!r}" for a, _ in np.argwhere(covers)]


def _corner_of(dark: NDArray[np.bool_], expected: NDArray[np.bool_], module: float) -> tuple[float, float] | None:
    """The row and the column of pixels where the modules begin; None where the picture has no such code."""
    middles = ((np.arange(len(expected)) + 0.5) * module).astype(int)
    rows, columns = (size - int(middles[-1] + module) for size in dark.shape)
    fits = np.ones((rows, columns), dtype=bool)
    for (row, column), is_dark in np.ndenumerate(expected):
        down, across = middles[row], middles[column]
        fits &= dark[down : down + rows, across : across + columns] == is_dark
    corners = np.argwhere(fits)
    return _edge(dark, corners[0][0], corners[0][1], module) if len(corners) else None


def _edge(dark: NDArray[np.bool_], row: int, column: int, module: float) -> tuple[float, float]:
    """Back to the first dark pixels of a code of which a point inside the first module is known."""
    middle = int(module / 2)
    down, across = row + middle, column + middle
    while dark[down - 1, across]:
        down -= 1
    while dark[row + middle, across - 1]:
        across -= 1
    return down, across
