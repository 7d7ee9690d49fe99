"""Many articles in a row: errors stay with their article, order is kept, and the end has a summary and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from giaoban_extract.declarations import OTHER
from giaoban_extract.display import one_line
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.readers import LIMITS, Article, Limits, UnreadableArticle, find_files, read_found


@dataclass(frozen=True, slots=True)
class Options:
    """How articles are read and which records are kept."""

    encoding: str | None = None
    limits: Limits = LIMITS
    min_confidence: float = 0.0
    with_text: bool = False


class Batch:
    """One run over paths; counts as it goes."""

    def __init__(self, paths: list[str], options: Options, pipeline: Pipeline) -> None:
        self.options, self.pipeline = options, pipeline
        self.finding = find_files(paths)
        self.single = len(self.finding.paths) == 1
        self.read = self.failed = self.records = self.other = 0

    def documents(self) -> Iterator[dict[str, Any]]:
        """A document or an error document for every article, in input order."""
        for item in self._items():
            if isinstance(item, UnreadableArticle):
                yield {"source": item.source, "error": {"kind": item.kind, "message": item.message}}
            else:
                yield self._document(item)

    def articles(self) -> Iterator[Article]:
        """The articles that can be read, in input order."""
        return (item for item in self._items() if isinstance(item, Article))

    def _items(self) -> Iterator[Article | UnreadableArticle]:
        """Every article, counted; what can't be read has its line on standard error."""
        for item in read_found(self.finding, encoding=self.options.encoding, limits=self.options.limits):
            if isinstance(item, UnreadableArticle):
                self.failed += 1
                print(one_line(f"giaoban-extract: {item.source}: {item.message}"), file=sys.stderr)
            else:
                self.read += 1
            yield item

    def _document(self, article: Article) -> dict[str, Any]:
        document = self.pipeline.document(article.text, article.source, article.title, article.published)
        if self.options.min_confidence:
            document["records"] = [r for r in document["records"] if r["confidence"] >= self.options.min_confidence]
        if self.options.with_text or article.extracted:
            document["text"] = article.text
        self.records += len(document["records"])
        self.other += sum(1 for r in document["records"] if r["indicator"]["id"] == OTHER)
        return document

    def summary(self) -> str:
        """One line: what was read and what was not."""
        if not self.finding.paths:
            return "giaoban-extract: no article found; give .txt, .html, .docx, .pdf, .json or .jsonl files or a folder that holds some"
        parts = [f"{self.read} read", f"{self.failed} failed", f"{self.records} records"]
        if self.records:
            parts.append(f"{self.other / self.records:.0%} other")
        if self.finding.passed_over:
            parts.append(f"{self.finding.passed_over} files were not an article")
        return "giaoban-extract: " + ", ".join(parts)

    def exit_code(self) -> int:
        """0: all read; 1: some were not; 2: nothing was read."""
        if not self.read:
            return 2
        return 1 if self.failed else 0
