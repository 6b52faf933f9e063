"""Recent: what was made of an object, looked up by its identity; only what was asked for lately is kept."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


class Recent(Generic[Made]):
    """At most twice `most` things, with the objects that they were made of.

    To compare large objects would cost more than to make the thing again, so a key holds an identity, `id(of)`; the
    object is kept beside the thing, so that its identity is not given to another.

    >>> numbers = [1, 2]
    >>> recent = Recent(100)
    >>> recent.find(id(numbers)), recent.keep(id(numbers), numbers, 3), recent.find(id(numbers))
    (None, 3, 3)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._now: dict[Hashable, tuple[Made, Any]] = {}
        self._before: dict[Hashable, tuple[Made, Any]] = {}

    def find(self, key: Hashable) -> Made | None:
        """Give what was made under this key, or None."""
        found = self._now.get(key)
        if found is None:
            found = self._before.get(key)
            if found is None:
                return None
            self._now[key] = found
        return found[0]

    def keep(self, key: Hashable, of: Any, made: Made) -> Made:
        """Keep what was made of an object; when there is much, forget what nobody has asked for since the last time."""
        if len(self._now) >= self._most:
            self._before, self._now = self._now, {}
        self._now[key] = made, of
        return made
