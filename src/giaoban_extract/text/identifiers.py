"""Identifiers and codes that the program itself knows by name; all others stand in pattern files."""

from __future__ import annotations

from typing import Literal, get_args

OTHER = "other"
"""Indicator of a reported statistic that no rule names, and organisation of a doer outside the catalogue."""
BLOC = "bloc"
"""The Fatherland Front and the socio-political organisations together: the doer of an article about many."""

Bound = Literal["exact", "over", "nearly", "about", "at_least", "at_most"]
MeasureName = Literal["amount", "share", "change", "of_target", "rate"]
Direction = Literal["increase", "decrease"]
Status = Literal["reported", "planned"]
Source = Literal["clause", "sentence", "paragraph", "heading", "title", "dateline", "article"]
"""Where a doer or a period was found, from the figure outwards."""
Reason = Literal[
    "date", "time", "year", "period", "ordinal", "term", "document", "name", "slogan", "age", "anniversary", "duration", "address",
    "contact", "list_marker", "page", "article", "vague", "structure", "attendance", "task", "rate_base",
]  # fmt: skip
REASONS: tuple[str, ...] = get_args(Reason)
"""Why a number is no figure."""
