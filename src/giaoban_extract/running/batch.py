"""Many articles in a row: errors stay with their article, order is kept, and the end has a summary and an exit code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from giaoban_extract.inputs.readers import find_files, read_articles, read_bytes
from giaoban_extract.library.fingerprint import article_digest, bytes_digest
from giaoban_extract.running.stop import Stop
from giaoban_extract.running.store import Store
from giaoban_extract.running.tasks import Outcome, Setup, Task, failed
from giaoban_extract.running.workers import Item, in_processes, in_this_process, on_cluster
from giaoban_extract.text.articles import Article, UnreadableArticle
from giaoban_extract.text.display import say
from giaoban_extract.text.identifiers import OTHER

SEVERAL = 12
"""Files from which on more than one process is worth its start."""
INTERRUPTED = 130
"""Exit code of a run that was stopped from the keyboard."""
_MANY = (".jsonl", ".ndjson", ".json")
"""Endings of files that may hold many articles: these are handed out one by one."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run goes and what it puts out. `jobs` 0: the cores there are, for more than a few files."""

    setup: Setup = field(default_factory=Setup)
    min_confidence: float = 0.0
    with_text: bool = False
    jobs: int = 0
    cluster: bool = False
    scheduler: str | None = None
    store: Store | None = None
    library_hash: str = ""


class Batch:
    """One run over paths, or without any over all that the store holds; counts as it goes."""

    def __init__(self, paths: list[str] | None, options: Options) -> None:
        self.options = options
        self.all_stored = paths is None
        self.finding = find_files(paths or ())
        self.single = len(self.finding.paths) == 1
        self.read = self.failed = self.records = self.other = self.stored = self.outdated = 0
        self.interrupted = False
        self.stop = Stop()

    def documents(self, on_file: Callable[[int], None] = lambda done: None) -> Iterator[dict[str, Any]]:
        """A document or an error document for every article, in input order; after each file `on_file` gets their number.

        A stop from the keyboard ends the run after the articles that are done; inside `stop.heeded()` none is half written.
        """
        try:
            for number, outcomes in enumerate(self._awaited(), 1):
                for outcome in outcomes:
                    document = self._document(outcome)
                    if document is not None:
                        yield document
                on_file(number)
        except KeyboardInterrupt:
            self.interrupted = True

    def _awaited(self) -> Iterator[list[Outcome]]:
        """What comes of every item, to be broken off while it is waited for."""
        with self.stop.waiting():
            outcomes = self._outcomes()
        while True:
            with self.stop.waiting():
                found = next(outcomes, None)
            if found is None:
                return
            yield found

    def _outcomes(self) -> Iterator[list[Outcome]]:
        options = self.options
        if self.all_stored:
            assert options.store is not None, "no paths and no store"
            return ([outcome] for outcome in options.store.outcomes(options.library_hash))
        if options.cluster:
            return on_cluster(options.setup, self._items(read_here=True), options.scheduler)
        jobs = options.jobs or (_cores() if len(self.finding.paths) >= SEVERAL else 1)
        if jobs > 1:
            return in_processes(options.setup, self._items(read_here=False), jobs)
        return in_this_process(options.setup, self._items(read_here=False))

    # --- what is to be done ---

    def _items(self, *, read_here: bool) -> Iterator[Item]:
        """A task, or what the store holds, for every article."""
        for path in self.finding.paths:
            if read_here or path.lower().endswith(_MANY) or _can_be_read_once(path):
                yield from map(self._article, read_articles(path, encoding=self.options.setup.encoding, limits=self.options.setup.limits))
            else:
                yield self._file(path)

    def _article(self, article: Article | UnreadableArticle) -> Item:
        if isinstance(article, UnreadableArticle):
            return [failed(article)]
        digest = article_digest(article) if self.options.store is not None else ""
        return self._stored(article.source, digest) or Task(article.source, article, digest)

    def _file(self, path: str) -> Item:
        if self.options.store is None:
            return Task(path)
        try:
            digest = bytes_digest(read_bytes(path, self.options.setup.limits.max_bytes))
        except UnreadableArticle:
            return Task(path)  # which will say why
        return self._stored(path, digest) or Task(path, digest=digest)

    def _stored(self, source: str, digest: str) -> list[Outcome]:
        """What the store holds of an article with this content."""
        found = self.options.store.find(source, digest, self.options.library_hash) if self.options.store is not None else None
        return [found] if found is not None else []

    # --- what came of it ---

    def _document(self, outcome: Outcome) -> dict[str, Any] | None:
        """What is put out of an outcome, counted and kept; None for an earlier result that stands among the articles of a folder."""
        if self.finding.passes_over(outcome.source, outcome.kind):
            return None
        if self.options.store is not None and not outcome.stored:
            self.options.store.put(outcome, self.options.library_hash)
        if outcome.document is None:
            self.failed += 1
            say(f"giaoban-extract: {outcome.source}: {outcome.message}")
            return outcome.error
        self.read += 1
        self.stored += outcome.stored
        self.outdated += outcome.outdated
        document = dict(outcome.document)
        if self.options.min_confidence:
            document["records"] = [r for r in document["records"] if r["confidence"] >= self.options.min_confidence]
        if self.options.with_text or outcome.extracted:
            document["text"] = outcome.text
        self.records += len(document["records"])
        self.other += sum(1 for r in document["records"] if r["indicator"]["id"] == OTHER)
        return document

    def summary(self) -> str:
        """One line: what was read and what was not."""
        if self.all_stored and not self.read + self.failed:
            return "giaoban-extract: the store holds no article; fill it with: giaoban-extract --store FILE PATH..."
        if not self.finding.paths and not self.all_stored:
            return "giaoban-extract: no article found; give .txt, .html, .docx, .pdf, .json or .jsonl files or a folder that holds some"
        parts = [f"{self.read} read", f"{self.failed} failed", f"{self.records} records"]
        if self.stored and not self.all_stored:
            parts[0] += f" ({self.stored} from the store)"
        if self.outdated:
            parts.append(f"{self.outdated} as other rules read them: name their files to read them again")
        if self.records:
            parts.append(f"{self.other / self.records:.0%} other")
        if self.finding.passed_over:
            parts.append(f"{self.finding.passed_over} files were not an article")
        return "giaoban-extract: " + ("stopped: " if self.interrupted else "") + ", ".join(parts)

    def exit_code(self) -> int:
        """0: all read; 1: some were not; 2: nothing was read; 130: stopped."""
        if self.interrupted:
            return INTERRUPTED
        if not self.read:
            return 2
        return 1 if self.failed else 0


def _can_be_read_once(path: str) -> bool:
    """Standard input and named pipes, such as a shell's `<(command)`: for the digest and by a worker would be twice."""
    return path == "-" or (os.path.exists(path) and not os.path.isfile(path))


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
