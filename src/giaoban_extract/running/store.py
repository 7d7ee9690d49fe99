"""Documents kept in a SQLite database: what is unchanged is not read again, and the figures can be queried.

An article is replaced in one transaction, so a run that is killed leaves every article whole. Several runs may write to one
store: SQLite (in WAL mode) lets them take turns.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from giaoban_extract import __version__
from giaoban_extract.outputs.rows import COLUMNS, rows
from giaoban_extract.running.tasks import Outcome
from giaoban_extract.text.display import HALF_CHARACTERS

FORMAT = 1
"""Kept in the database as `user_version`; a store of a newer format is left alone."""
BUSY = 60.0
"""Seconds to wait for another run that is writing."""

_SQL_TYPES = {"text": "TEXT", "number": "NUMERIC", "whole": "INTEGER", "day": "TEXT"}
_OWN = [column for column in COLUMNS if not column.of_article]
_SCHEMA = f"""
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    content_hash TEXT NOT NULL,
    library_hash TEXT NOT NULL,
    tool_version TEXT NOT NULL,
    title TEXT, published TEXT, province_name TEXT, province_code TEXT, article_level TEXT, article_period_code TEXT,
    error_kind TEXT, error_message TEXT,
    extracted INTEGER NOT NULL,
    text TEXT,
    document TEXT
);
CREATE TABLE records (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    {", ".join(f'"{column.name}" {_SQL_TYPES[column.kind]}' for column in _OWN)},
    PRIMARY KEY (article_id, number)
) WITHOUT ROWID;
CREATE TABLE ignored (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (article_id, number)
) WITHOUT ROWID;
CREATE INDEX records_by_indicator ON records (indicator_id, organisation_id, period_start);

-- Every figure with its article.
CREATE VIEW figures AS
    SELECT a.source, a.title, a.published, a.province_name, a.province_code, a.article_level, a.article_period_code, r.*
    FROM records r JOIN articles a ON a.id = r.article_id;
-- Amounts that were reported, by province, period and indicator.
CREATE VIEW by_province_period_indicator AS
    SELECT province_name, period_code, period_start, period_end, indicator_id, organisation_id, figure_unit,
           count(*) AS figures, count(DISTINCT source) AS articles, min(figure_value) AS least, max(figure_value) AS most
    FROM figures WHERE measure = 'amount' AND status = 'reported'
    GROUP BY province_name, period_code, indicator_id, organisation_id, figure_unit;
-- Of each province, indicator and organisation the amount of the latest period, as the latest article tells it.
CREATE VIEW latest AS
    SELECT * FROM (
        SELECT *, row_number() OVER (
            PARTITION BY province_name, indicator_id, organisation_id, figure_unit
            ORDER BY period_end DESC, published DESC, figure_value DESC, source, number) AS place
        FROM figures WHERE measure = 'amount' AND status = 'reported' AND indicator_id <> 'other' AND period_end IS NOT NULL)
    WHERE place = 1;
-- The same figure of the same organisation and period in several articles.
CREATE VIEW duplicates AS
    SELECT province_name, indicator_id, organisation_id, period_code, measure, figure_value, figure_unit,
           count(DISTINCT source) AS articles, group_concat(DISTINCT source) AS sources
    FROM figures WHERE indicator_id <> 'other'
    GROUP BY province_name, indicator_id, organisation_id, period_code, measure, figure_value, figure_unit
    HAVING count(DISTINCT source) > 1;
"""


class StoreError(Exception):
    """A store that can't be used; the message says what to do."""


class Store:
    """A store in a file. Raises StoreError from every method when the database fails."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._database = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
            self._database.execute("PRAGMA foreign_keys = ON")
            self._prepare()
        except sqlite3.Error as error:
            raise self._fault(error) from None

    def _prepare(self) -> None:
        found = self._database.execute("PRAGMA user_version").fetchone()[0]
        if found > FORMAT:
            raise StoreError(f"{self.path}: was made by a newer version of giaoban-extract (format {found}); update, or name another file")
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        if found == FORMAT:
            return
        self._database.execute("BEGIN IMMEDIATE")
        try:
            if self._database.execute("PRAGMA user_version").fetchone()[0] == 0:  # nobody made it meanwhile
                if self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    raise StoreError(f"{self.path}: is a database of something else; name another file")
                for statement in _statements(_SCHEMA):
                    self._database.execute(statement)
                self._database.execute(f"PRAGMA user_version = {FORMAT}")
            self._database.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        """Undo what was begun; a stop from the keyboard may come before anything was, or after all is done."""
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")

    def _fault(self, error: sqlite3.Error) -> StoreError:
        return StoreError(f"{self.path}: the store can't be used: {error}; if it is damaged, delete the file and run again")

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def find(self, source: str, content_hash: str, library_hash: str) -> Outcome | None:
        """The outcome of an article that is stored and would be read the same now; errors are always tried again."""
        try:
            found = self._database.execute(
                "SELECT document, text, extracted FROM articles "
                "WHERE source = ? AND content_hash = ? AND library_hash = ? AND document IS NOT NULL",
                (_storable(source), content_hash, library_hash),
            ).fetchone()
        except sqlite3.Error as error:
            raise self._fault(error) from None
        document = _whole(found[0]) if found is not None else None
        if document is None:
            return None
        return Outcome(source, document, document.pop("text", found[1]), bool(found[2]), digest=content_hash, stored=True)

    def outcomes(self, library_hash: str) -> Iterator[Outcome]:
        """Everything that is stored, by source; outdated is what another library read.

        A document that is none (somebody else wrote it) raises StoreError.
        """
        from giaoban_extract.outputs.document import Document

        try:
            found = self._database.execute(
                "SELECT source, document, text, extracted, error_kind, error_message, content_hash, library_hash <> ? "
                "FROM articles ORDER BY source",
                (library_hash,),
            )
            for source, document, text, extracted, kind, message, digest, other in found:
                if document is None:
                    yield Outcome(source, kind=kind or "", message=message or "", digest=digest, stored=True)
                    continue
                data = json.loads(document)
                Document.model_validate(data)
                text = data.pop("text", text or "")  # there where UTF-8 has no bytes for it
                yield Outcome(source, data, text, bool(extracted), digest=digest, stored=True, outdated=bool(other))
        except sqlite3.Error as error:
            raise self._fault(error) from None
        except ValueError:
            raise StoreError(f"{self.path}: what it holds of {source} is no document; delete the file and run again") from None

    def put(self, outcome: Outcome, library_hash: str) -> None:
        """Keep an outcome in place of what is stored of its source."""
        document = outcome.document or {}
        kept = document if _storable(outcome.text) == outcome.text else {**document, "text": outcome.text}
        article = document.get("article") or {}
        province, period = article.get("province") or {}, article.get("period") or {}
        values = (
            outcome.source, outcome.digest, library_hash, __version__, article.get("title"), article.get("published"),
            province.get("name"), province.get("code"), article.get("level"), period.get("code"),
            outcome.kind or None, outcome.message or None, int(outcome.extracted), outcome.text if outcome.document else None,
            json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if outcome.document else None,
        )  # fmt: skip
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                self._database.execute("DELETE FROM articles WHERE source = ?", (_storable(outcome.source),))
                key = self._database.execute(_INSERT_ARTICLE, [_storable(value) for value in values]).lastrowid
                self._database.executemany(_INSERT_RECORD, _records(key, document))
                self._database.executemany(
                    "INSERT INTO ignored VALUES (?, ?, ?, ?, ?, ?)",
                    [(key, n, _storable(i["text"]), i["start"], i["end"], i["reason"]) for n, i in enumerate(document.get("ignored", ()))],
                )
                self._database.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
        except sqlite3.Error as error:
            raise self._fault(error) from None


_INSERT_ARTICLE = f"""INSERT INTO articles (source, content_hash, library_hash, tool_version, title, published, province_name,
    province_code, article_level, article_period_code, error_kind, error_message, extracted, text, document)
    VALUES ({", ".join("?" * 15)})"""
_INSERT_RECORD = f"INSERT INTO records VALUES ({', '.join('?' * (len(_OWN) + 2))})"
_OWN_NAMES = [column.name for column in _OWN]


_PARTS = frozenset({"schema_version", "source", "article", "records", "ignored"})


def _whole(text: str) -> dict[str, Any] | None:
    """A stored document; None where the database was damaged in it, so that the article is read again."""
    try:
        document = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    return document if isinstance(document, dict) and document.keys() >= _PARTS else None


def _records(key: int | None, document: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(rows(document) if document else ()):
        yield (key, number, *(_storable(row[name]) for name in _OWN_NAMES))


def _storable(value: Any) -> Any:
    """A number that SQLite's eight bytes don't hold as a float; of a text what UTF-8 has no bytes for as `\\udXXX`.

    In the JSON of a document that is the same character, so a text that has such is kept there, whole.
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", HALF_CHARACTERS).decode()
    return float(value) if isinstance(value, int) and not -(2**63) <= value < 2**63 else value


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
