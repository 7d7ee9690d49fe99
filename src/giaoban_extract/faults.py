"""The one way in which an article can be at fault for its reader."""

from __future__ import annotations


class UnreadableArticle(Exception):
    """An article that can't be read: a stable kind and a message for people."""

    def __init__(self, source: str, kind: str, message: str) -> None:
        self.source, self.kind, self.message = source, kind, message
        super().__init__(message)
