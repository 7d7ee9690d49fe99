"""Which figures an indicator may count, by their unit: an indicator of money takes no households."""

from __future__ import annotations

from giaoban_extract.reading.measures import MONEY, PERCENT_UNITS, Measure
from giaoban_extract.text.mentions import Mention

LEAST_MONEY = 1_000_000
"""A number without a unit may be đồng from here on."""

FAMILIES = {
    "money": MONEY,
    "area": frozenset({"m2"}),
    "length": frozenset({"m"}),
    "mass": frozenset({"kg"}),
    "volume": frozenset({"m3", "litre"}),
    "energy": frozenset({"kWh", "MW", "kW"}),
    "workday": frozenset({"workday"}),
    "person": frozenset({"person"}),
    "household": frozenset({"household"}),
    "house": frozenset({"house"}),
    "percent": PERCENT_UNITS,
    "count": frozenset({"count"}),
}
_COUNTED = frozenset({"person", "household", "house", "count", "workday", "any"})
"""Families that a bare number ("Hội viên mới: 845") suits."""


def is_bare_money(mention: Mention) -> bool:
    """A large number without a unit that can be an amount of đồng ("410.000.000" in a table, "80 triệu")."""
    return mention.unit is None and mention.out_of is None and isinstance(mention.value, int) and mention.value >= LEAST_MONEY


def suits(family: str, rule_units: frozenset[str], mention: Mention, measure: Measure) -> bool:
    """Whether a figure of this unit and measure may be of an indicator of this unit family."""
    unit = mention.unit
    if unit in PERCENT_UNITS and family != "percent":
        return not rule_units or bool(rule_units & (PERCENT_UNITS | _COUNTED | {"none"})) or measure.name != "share"
    if rule_units:
        allowed: set[str] = set()
        for name in rule_units:
            allowed |= FAMILIES.get(name, frozenset({name}))
        if unit is None and "money" in rule_units:
            return is_bare_money(mention)
        if unit is None:
            return bool({"none", "count", "person", "household", "house"} & rule_units)
        return unit in allowed
    if family == "any":
        return unit not in MONEY
    if family == "money" and unit is None:
        return is_bare_money(mention)
    if unit is None:
        return family in _COUNTED
    return unit in FAMILIES[family]
