"""Documents to bytes: JSON and JSON lines. A file is written beside its place and moved there."""

from __future__ import annotations

import errno
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

Document = dict[str, Any]


def to_line(document: Document) -> str:
    """One document as one line of JSON."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def to_pretty(documents: list[Document], *, single: bool) -> str:
    """One document, or a list of them, as indented JSON."""
    return json.dumps(documents[0] if single else documents, ensure_ascii=False, indent=2)


@contextmanager
def atomic_output(path: Path) -> Iterator[IO[str]]:
    """A text file that appears under its name only when it is complete. Raises OSError.

    A link is followed, an existing file keeps its mode, and what is no regular file (a pipe, /dev/null) is written to as it is.
    """
    path = Path(os.path.realpath(path))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        return
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
