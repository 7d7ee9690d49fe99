"""Identifiers that the program itself knows by name; all others stand in pattern files."""

OTHER = "other"
"""Indicator of a reported statistic that no rule names, and organisation of a doer outside the catalogue."""
BLOC = "bloc"
"""The Fatherland Front and the socio-political organisations together: the doer of an article about many."""
