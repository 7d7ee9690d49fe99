"""Typed records from Vietnamese briefing news.

    from giaoban_extract import Extractor
    document = Extractor().extract(text)

`Extractor` and the document models are loaded on first use: importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from giaoban_extract.outputs.document import Document as Document
    from giaoban_extract.outputs.document import ErrorDocument as ErrorDocument
    from giaoban_extract.running.extractor import Extractor as Extractor
    from giaoban_extract.running.extractor import extract_many as extract_many

__version__ = "0.1.0"
__all__ = ["Document", "ErrorDocument", "Extractor", "extract_many"]

_HOMES = {
    "Document": "outputs.document",
    "ErrorDocument": "outputs.document",
    "Extractor": "running.extractor",
    "extract_many": "running.extractor",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'giaoban_extract' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"giaoban_extract.{_HOMES[name]}"), name)
