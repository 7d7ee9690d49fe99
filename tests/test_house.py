"""The house is built as CONTRIBUTING.md draws it: every module in one room, imports from above only, no circles."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "giaoban_extract"
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = [(name, modules.split()) for name, modules in re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", PAGE, re.MULTILINE)]
FLOW = "pipeline"
"""The flow in one screen: in no room, between the reading and those who call it."""
DOORS = {"__init__", "__main__"}
"""The ways in, which belong to no room."""
LONG = 300
LONG_FUNCTION = 60


def modules() -> dict[str, Path]:
    """Every module by its name within the package: "numbers.dates"."""
    found = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))}
    return {name: path for name, path in found.items() if not name.endswith("__init__")}


MODULES = modules()
ORDER = [name for name, _ in ROOMS]
BEFORE_FLOW = ORDER.index("reading") + 0.5


def place(module: str) -> float:
    """Where a module's room stands in the order of the table."""
    return BEFORE_FLOW if module == FLOW else ORDER.index(module.split(".")[0])


def imports(module: str, *, at_load: bool) -> set[str]:
    """Modules of the package that a module imports, with those for types only left out; `at_load`: not within functions."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    nodes = tree.body if at_load else list(ast.walk(tree))
    found = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.removeprefix("giaoban_extract.") for name in found if name.startswith("giaoban_extract.")}


def test_the_rooms_are_the_folders_and_hold_what_the_table_says() -> None:
    listed = [f"{room}.{name}" for room, names in ROOMS for name in names]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(MODULES) - DOORS - {FLOW}


def test_every_room_says_what_it_holds_and_nothing_else() -> None:
    for room, _ in ROOMS:
        (only,) = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8")).body
        assert isinstance(only, ast.Expr), f"{room}: its __init__ holds more than what it says of itself"


def test_a_room_imports_from_itself_and_the_rooms_above() -> None:
    wrong = [
        f"{module} imports {other}"
        for module in set(MODULES) - DOORS
        for other in imports(module, at_load=False)
        if place(other) > place(module)
    ]
    assert not wrong


def test_modules_import_each_other_in_no_circle() -> None:
    done: set[str] = set()

    def visit(module: str, behind: tuple[str, ...]) -> None:
        assert module not in behind, " -> ".join((*behind[behind.index(module) :], module))
        if module not in done:
            for other in imports(module, at_load=True):
                visit(other, (*behind, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


def test_a_long_module_has_its_reason() -> None:
    (reasons,) = re.findall(r"Modules of more than 300 lines, and why they are one: (.*?)\n\n", PAGE, re.DOTALL)
    named = set(re.findall(r"`([\w.]+)`", reasons))
    long = {module for module, path in MODULES.items() if len(path.read_text(encoding="utf-8").splitlines()) > LONG}
    assert long == named


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{module}.{node.name}"
        for module, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= LONG_FUNCTION
    }
    assert not long
