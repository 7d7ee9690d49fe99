"""Digests that tell whether an article would be read as it was: of its content, and of all that reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from giaoban_extract import __version__
from giaoban_extract.library.layers import Layer, builtin_patterns
from giaoban_extract.text.articles import Article


def library_digest(layers: tuple[Layer, ...], encoding: str | None) -> str:
    """Of everything that decides how an article is read: the program's own files, the pattern files of all layers, the encoding.

    Raises PatternError for a layer that is not there.
    """
    digest = hashlib.sha256(f"{__version__}\n{encoding or ''}\n".encode("utf-8", "surrogateescape"))
    _add(digest, Path(__file__).parents[1], ".py")
    _add(digest, builtin_patterns(), ".yaml")
    _add(digest, builtin_patterns(), ".json")
    for layer in layers:
        digest.update(f"layer {layer.name}\n".encode("utf-8", "surrogateescape"))
        for path in layer.files():
            _add_file(digest, path, layer.relative(path))
    return digest.hexdigest()


def _add(digest: hashlib._Hash, folder: Path, ending: str) -> None:
    for path in sorted(folder.rglob(f"*{ending}")):
        _add_file(digest, path, path.relative_to(folder).as_posix())


def _add_file(digest: hashlib._Hash, path: Path, name: str) -> None:
    data = path.read_bytes()
    digest.update(f"{name} {len(data)}\n".encode("utf-8", "surrogateescape"))  # a name may be no UTF-8
    digest.update(data)


def bytes_digest(data: bytes) -> str:
    """Of a file's content."""
    return hashlib.sha256(data).hexdigest()


def article_digest(article: Article) -> str:
    """Of an article that was read out of a file of many."""
    told = f"{article.title!r}\n{article.published!r}\n{article.extracted}\n{article.text}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
