"""The order of each conversation's messages on their way in, whichever way each is kept. Used on the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable


class Place:
    """Where a message stands among those of its conversation."""

    def __init__(self, key: Hashable, before: Place | None) -> None:
        self.key, self.before = key, before
        self.has_failed = False
        """It could not be written down, and is to be kept elsewhere."""
        self.is_safe = False
        """It is written down, or kept."""
        self.stands = asyncio.get_running_loop().create_future()
        """Done once those after it may be kept: they will stand behind it."""

    @property
    def would_overtake(self) -> bool:
        """Whether one written down now would come before one that was there first."""
        before = self.before
        return before is not None and before.has_failed and not before.is_safe

    async def after_those_before(self) -> None:
        """Wait until all that came before stand where they will be kept."""
        if self.before is not None:
            await asyncio.shield(self.before.stands)

    def stand(self) -> None:
        """It has its place: at once, or as soon as the one before it has."""
        if self.before is not None and not self.before.stands.done():
            self.before.stands.add_done_callback(lambda _: self._stand())
        else:
            self._stand()

    def _stand(self) -> None:
        if not self.stands.done():
            self.stands.set_result(None)


class Sequence:
    """The messages on their way in."""

    def __init__(self) -> None:
        self._last: dict[Hashable, Place] = {}

    def join(self, key: Hashable) -> Place:
        """The next place of a conversation."""
        place = self._last[key] = Place(key, self._last.get(key))
        return place

    def leave(self, place: Place) -> None:
        """What was to become of a message has become of it."""
        place.is_safe = True
        place.stand()
        place.stands.add_done_callback(lambda _: self._forget(place))

    def _forget(self, place: Place) -> None:
        place.before = None
        if self._last.get(place.key) is place:
            del self._last[place.key]
