"""Text of unknown origin (file names, articles) made safe to show on a terminal."""

from __future__ import annotations

import re
import sys

HALF_CHARACTERS = "backslashreplace"
"""What UTF-8 has no bytes for, such as half of a surrogate pair in a JSON line or a file's name that is no UTF-8, is written as
`\\udXXX`: in JSON that is the same character, and elsewhere it can be read. Standard output is set so, too."""

# C0 and C1 controls but for tab and line ends, and the marks that turn the direction of what follows.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """The text on one line, its control characters replaced by U+FFFD."""
    return _CONTROL.sub("\ufffd", re.sub(r"[\t\r\n\x85\u2028\u2029]+", " ", text))


def say(*lines: str) -> None:
    """Lines on standard error, whatever a file's name holds; nothing where it is closed, since print would take standard output."""
    if sys.stderr is not None:
        print("\n".join(map(one_line, lines)), file=sys.stderr)
