"""The Python interface: load the library once, read any number of articles."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from os import PathLike, fspath
from typing import IO, TYPE_CHECKING, TypeAlias

from giaoban_extract.inputs.readers import find_files, read_found
from giaoban_extract.library.layers import named_layers
from giaoban_extract.outputs.document import Document, ErrorDocument, ReadError
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.text.articles import UnreadableArticle

if TYPE_CHECKING:
    from giaoban_extract.outputs.html_page import HtmlPage
    from giaoban_extract.outputs.notebook import Page

Paths: TypeAlias = str | PathLike[str] | Iterable[str | PathLike[str]]
"""One path or several."""


class Extractor:
    """Extracts documents. Loading costs a moment; one instance serves any number of texts.

    `patterns` are layers of rules on top of the built-in ones, as `--patterns` takes them: folders, YAML files or names of
    packs; those of the environment variable GIAOBAN_PATTERNS come first. Raises PatternError for a fault in one of them.
    """

    def __init__(self, patterns: Paths = ()) -> None:
        self._pipeline = Pipeline.load(layers=named_layers(_listed(patterns)))

    def extract(
        self, text: str, *, source: str = "text", title: str | None = None, published: date | None = None, with_text: bool = False
    ) -> Document:
        """The document of one article.

        `text` is any string; offsets of the document refer to it, and `with_text` puts it into the document. `title` and
        `published` win over what the text says.
        """
        document = Document.model_validate(self._pipeline.document(text, source, title, published))
        return document.model_copy(update={"text": text}) if with_text else document

    def extract_many(self, paths: Paths, *, with_text: bool = False) -> Iterator[Document | ErrorDocument]:
        """Documents of files, folders and globs in order; an article that can't be read is an `ErrorDocument`.

        The document of HTML, DOCX or PDF has its `text`: what was read out of the file, which its offsets refer to; `with_text`
        puts it into every document.
        """
        for item in read_found(find_files(fspath(p) for p in _listed(paths))):
            if isinstance(item, UnreadableArticle):
                yield ErrorDocument(source=item.source, error=ReadError(kind=item.kind, message=item.message))
            else:
                yield self.extract(
                    item.text, source=item.source, title=item.title, published=item.published, with_text=with_text or item.extracted
                )

    def page(self, *documents: Document | ErrorDocument) -> Page:
        """The page that `-f html` writes: of one document its article with the figures marked, of several a list that opens each.

        Documents must hold their text (`with_text`): raises ValueError.
        """
        from giaoban_extract.outputs.html_page import HtmlPage

        return _written(partial(HtmlPage, single=len(documents) == 1, library=self._pipeline.library), documents)

    def report(self, *documents: Document | ErrorDocument) -> Page:
        """The page that `report` writes: tables, charts, what changed and what does not agree, and every article.

        Documents must hold their text (`with_text`): raises ValueError.
        """
        from giaoban_extract.outputs.report import ReportPage

        return _written(partial(ReportPage, library=self._pipeline.library), documents)


def extract_many(paths: Paths, patterns: Paths = (), *, with_text: bool = False) -> Iterator[Document | ErrorDocument]:
    """As `Extractor(patterns).extract_many`."""
    yield from Extractor(patterns).extract_many(paths, with_text=with_text)


def _listed(paths: Paths) -> list[str | PathLike[str]]:
    return [paths] if isinstance(paths, str | PathLike) else list(paths)


def _written(writer: Callable[[IO[str]], HtmlPage], documents: Iterable[Document | ErrorDocument]) -> Page:
    from giaoban_extract.outputs.notebook import Page

    file = io.StringIO()
    page = writer(file)
    for document in documents:
        if isinstance(document, Document) and document.text is None:
            raise ValueError(f"{document.source}: its document does not hold the text that a page shows; extract with with_text=True")
        page.write(document.to_dict())
    page.finish()
    return Page(file.getvalue())
