"""From YAML to plain data, event by event: every scalar a string that knows its line. The only module that knows YAML.

YAML 1.1 reads `24.000` as 24.0, `22:30` as 1350 and `no` as False; here they stay what their author typed. Tags, anchors
and aliases are refused: a rule file is data, and a small file must not unfold into a large one.
"""

from __future__ import annotations

from typing import Any

import yaml

from giaoban_extract.library.yamlfile import PatternError, Scalar, fault, line_of

MAX_DEPTH = 12

_PLAIN_TAGS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map", "!"}

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The C parser where PyYAML was built with it."""


def parse(text: str, path: str) -> Any:
    """The data of a YAML text. Raises `PatternError`, which names `path`."""
    try:
        return _Builder(path).build(text)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        raise PatternError(path, mark.line + 1 if mark else None, f"is not valid YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise PatternError(path, None, f"is not valid YAML: {error}") from None


class _Builder:
    """Plain data from the events of the YAML parser: no node is built that is thrown away again."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.open: list[tuple[dict[Any, Any] | list[Any], Scalar | None]] = []
        """Collections begun and not ended, outermost first, each with the key of a mapping that waits for its value."""
        self.documents = 0

    def build(self, text: str) -> Any:
        root: Any = {}
        path, collections = self.path, self.open
        parser = _Loader(text)
        try:
            while parser.check_event():
                event = parser.get_event()
                kind = event.__class__
                if kind is yaml.ScalarEvent:
                    value: Any = Scalar(event.value)
                    value.line, value.path = event.start_mark.line + 1, path
                    if event.tag is not None or event.anchor is not None:
                        self._refuse(event)
                    if not collections and event.value == "":
                        value = {}
                elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                    self._begin(event, {} if kind is yaml.MappingStartEvent else [])
                    continue
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    value = collections.pop()[0]
                else:
                    self._other(event)
                    continue
                if collections:
                    self._put(value)
                else:
                    root = value
        finally:
            parser.dispose()
        return root

    def _begin(self, event: Any, collection: dict[Any, Any] | list[Any]) -> None:
        self._refuse(event)
        if len(self.open) >= MAX_DEPTH:
            raise self._error(event, f"is nested deeper than {MAX_DEPTH} levels")
        if self.open and isinstance(self.open[-1][0], dict) and self.open[-1][1] is None:
            raise self._error(event, "a key must be a word")
        self.open.append((collection, None))

    def _other(self, event: Any) -> None:
        """Aliases, and where streams and documents begin and end."""
        if isinstance(event, yaml.AliasEvent):
            raise self._error(event, "YAML aliases (*name) are not allowed; write the words out or name a group")
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._error(event, "holds two YAML documents (a line '---' between them); write two files")

    def _put(self, value: Any) -> None:
        parent, key = self.open[-1]
        if isinstance(parent, list):
            parent.append(value)
        elif key is None:
            if value in parent:
                first = next(k for k in parent if k == value)
                raise fault(value, f"{str(value)!r} stands twice (first on line {line_of(first)})")
            self.open[-1] = (parent, value)
        else:
            parent[key] = value
            self.open[-1] = (parent, None)

    def _refuse(self, event: Any) -> None:
        if event.anchor is not None:
            raise self._error(event, "YAML anchors (&name) and aliases are not allowed; write the words out or name a group")
        if event.tag is not None and event.tag not in _PLAIN_TAGS:
            raise self._error(event, f"YAML tags ({event.tag}) are not allowed; a rule file holds plain words only")

    def _error(self, event: Any, message: str) -> PatternError:
        return PatternError(self.path, event.start_mark.line + 1, message)
