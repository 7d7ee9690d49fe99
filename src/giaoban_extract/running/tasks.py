"""The work on one article, as it is done in any process or on any machine: read, extract, never raise.

What a worker needs is a `Setup`, which is small and the same for all; its pipeline is loaded once per process.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from giaoban_extract.inputs.readers import read_articles
from giaoban_extract.library.layers import Layer
from giaoban_extract.text.articles import LIMITS, Article, Limits, UnreadableArticle

if TYPE_CHECKING:
    from giaoban_extract.pipeline import Pipeline

CRASHED = "crashed"
"""Kind of the error of an article whose worker died."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How articles are read: layers of rules, encoding of text that can't be told, limits."""

    layers: tuple[Layer, ...] = ()
    encoding: str | None = None
    limits: Limits = LIMITS

    def pipeline(self) -> Pipeline:
        """The pipeline of these layers, loaded once per process. Raises PatternError."""
        return _pipeline(self.layers)


@lru_cache(4)
def _pipeline(layers: tuple[Layer, ...]) -> Pipeline:
    from giaoban_extract.pipeline import Pipeline

    return Pipeline.load(layers=layers)


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read, or an article that was; `name` is its source for messages, `digest` that of its content for a store."""

    name: str
    article: Article | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an article: its document with the text that offsets refer to, or an error of a kind.

    `digest` is its task's; `stored` tells that a store held it already, `outdated` that it was read with other rules than now.
    """

    source: str
    document: dict[str, Any] | None = None
    text: str = ""
    extracted: bool = False
    kind: str = ""
    message: str = ""
    digest: str = ""
    stored: bool = False
    outdated: bool = False

    @property
    def error(self) -> dict[str, Any]:
        """The error document, as `giaoban_extract.outputs.document.ErrorDocument` has it."""
        return {"source": self.source, "error": {"kind": self.kind, "message": self.message}}


def perform(setup: Setup, task: Task) -> list[Outcome]:
    """The outcomes of a task: one, or those of all articles of a file of JSON lines."""
    items = [task.article] if task.article is not None else read_articles(task.name, encoding=setup.encoding, limits=setup.limits)
    return [_extract(setup, item, task.digest) for item in items]


def failed(item: UnreadableArticle, digest: str = "") -> Outcome:
    """The outcome of an article that can't be read."""
    return Outcome(item.source, kind=item.kind, message=item.message, digest=digest)


def _extract(setup: Setup, item: Article | UnreadableArticle, digest: str) -> Outcome:
    if isinstance(item, UnreadableArticle):
        return failed(item, digest)
    document = setup.pipeline().document(item.text, item.source, item.title, item.published)
    return Outcome(item.source, document, item.text, item.extracted, digest=digest)
