"""A mapping of which a value is read when it is first asked for: an article needs few of a library's rules, phrases and weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Shelf(dict[K, V]):
    """Values that were read, and for the other keys what `read` makes a value of. `shelf[key]` of no key is `nothing`, not an error.

    Look up by `shelf[key]`, and whether there is a key in `known`: the methods of a dict know what was read. Safe to share
    between threads once it is filled.
    """

    __slots__ = ("_nothing", "_read", "_unread", "known")

    def __init__(self, nothing: V, unread: dict[K, Any] | None = None, read: Callable[[Any], V] | None = None) -> None:
        super().__init__()
        self._nothing, self._unread, self._read = nothing, unread or {}, read
        self.known = set(self._unread)

    def __missing__(self, key: K) -> V:
        unread = self._unread.get(key)
        if unread is None or self._read is None:  # no such key, or one that another thread has read meanwhile
            return self.get(key, self._nothing)
        value = self[key] = self._read(unread)
        self._unread.pop(key, None)
        return value

    def put(self, key: K, value: V) -> V:
        """Add a key with a value that is there."""
        self.known.add(key)
        self[key] = value
        return value

    def everything(self) -> Iterator[tuple[K, V]]:
        """All keys with their values; those that weren't read are."""
        for key in list(self._unread):
            self[key]
        yield from self.items()
