"""The Python interface: load the library once, read any number of articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from os import PathLike, fspath

from giaoban_extract.inputs.readers import find_files, read_found
from giaoban_extract.library.layers import named_layers
from giaoban_extract.outputs.document import Document, ErrorDocument, ReadError
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.text.articles import UnreadableArticle


class Extractor:
    """Extracts documents. Loading costs a moment; one instance serves any number of texts.

    `patterns` are layers of rules on top of the built-in ones, as `--patterns` takes them: folders, YAML files or names of
    packs; those of the environment variable GIAOBAN_PATTERNS come first. Raises PatternError for a fault in one of them.
    """

    def __init__(self, patterns: Iterable[str | PathLike[str]] = ()) -> None:
        self._pipeline = Pipeline.load(layers=named_layers(patterns))

    def extract(self, text: str, *, source: str = "text", title: str | None = None, published: date | None = None) -> Document:
        """The document of one article.

        `text` is any string; offsets of the document refer to it. `title` and `published` win over what the text says.
        """
        return Document.model_validate(self._pipeline.document(text, source, title, published))

    def extract_many(self, paths: Iterable[str | PathLike[str]]) -> Iterator[Document | ErrorDocument]:
        """Documents of files, folders and globs in order; an article that can't be read is an `ErrorDocument`.

        The document of HTML, DOCX or PDF has its `text`: what was read out of the file, which its offsets refer to.
        """
        for item in read_found(find_files(fspath(p) for p in paths)):
            if isinstance(item, UnreadableArticle):
                yield ErrorDocument(source=item.source, error=ReadError(kind=item.kind, message=item.message))
            else:
                document = self.extract(item.text, source=item.source, title=item.title, published=item.published)
                yield document.model_copy(update={"text": item.text}) if item.extracted else document


def extract_many(paths: Iterable[str | PathLike[str]], patterns: Iterable[str | PathLike[str]] = ()) -> Iterator[Document | ErrorDocument]:
    """As `Extractor(patterns).extract_many`."""
    yield from Extractor(patterns).extract_many(paths)
