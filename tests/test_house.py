"""The house is built as CONTRIBUTING.md draws it: every module in one room, imports from above only, no circles."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "giaoban_extract"
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = [(name, modules.split()) for name, modules in re.findall(r"^\| (\w+) \| ([\w ]+) \|", PAGE, re.MULTILINE) if name != "room"]
ROOM = {module: place for place, (_, modules) in enumerate(ROOMS) for module in modules}
DOORS = {"__init__", "__main__"}
"""The ways in, which belong to no room."""
LONG = 300


def imports(module: str, *, at_load: bool) -> set[str]:
    """Modules of the package that a module imports, with those for types only left out; `at_load`: not within functions."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    nodes = tree.body if at_load else list(ast.walk(tree))
    found = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.removeprefix("giaoban_extract.") for name in found if name.startswith("giaoban_extract.")}


MODULES = sorted(path.stem for path in PACKAGE.glob("*.py"))


def test_every_module_is_in_one_room() -> None:
    listed = [module for _, modules in ROOMS for module in modules]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(MODULES) - DOORS


def test_a_room_imports_from_itself_and_the_rooms_above() -> None:
    wrong = [
        f"{module} ({ROOMS[ROOM[module]][0]}) imports {other} ({ROOMS[ROOM[other]][0]})"
        for module in ROOM
        for other in imports(module, at_load=False)
        if ROOM[other] > ROOM[module]
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
    named = set(re.findall(r"`(\w+)`", reasons))
    long = {module for module in MODULES if len((PACKAGE / f"{module}.py").read_text(encoding="utf-8").splitlines()) > LONG}
    assert long == named
