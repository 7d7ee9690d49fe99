"""Layers of the rule library: the built-in patterns, and folders of the user's own on top of them, in the order given."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from giaoban_extract.library.yamlfile import PatternError

BUILT_IN = "built-in"
VARIABLE = "GIAOBAN_PATTERNS"
"""Environment variable that names layers, parted as paths are on the system (`:`; `;` on Windows)."""
MAX_FILES = 500


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder of pattern files, or one file alone. `name` tells it from the other layers."""

    name: str
    path: Path

    def files(self) -> list[Path]:
        """Its YAML files, those in subfolders too, sorted; hidden ones are left out. Raises PatternError."""
        if self.path.is_file():
            return [self.path]
        if not self.path.is_dir():
            raise PatternError(self.path, None, "no such folder of rules; --patterns takes a folder or a YAML file")
        found: list[Path] = []
        for path in sorted(self.path.rglob("*")):
            inside = path.relative_to(self.path)
            if path.suffix.lower() in (".yaml", ".yml") and not any(part.startswith(".") for part in inside.parts) and path.is_file():
                found.append(path)
            if len(found) > MAX_FILES:
                raise PatternError(self.path, None, f"holds more than {MAX_FILES} YAML files; name the folder of the rules itself")
        if not found:
            raise PatternError(self.path, None, "holds no YAML file; `giaoban-extract rules new` prints one to begin with")
        return found

    def relative(self, path: Path) -> str:
        """A file of the layer as records name it."""
        return path.name if path == self.path else path.relative_to(self.path).as_posix()


def _shipped(folder: str) -> Path:
    """A folder that lies beside the package in a checkout and inside it in a wheel."""
    package = Path(__file__).resolve().parents[1]
    return package / folder if (package / folder).is_dir() else package.parents[1] / folder


def builtin_patterns() -> Path:
    """The folder of the built-in library."""
    return _shipped("patterns")


def packs() -> dict[str, Path]:
    """The packs that come with the package, by name: layers that are there to be asked for."""
    folder = _shipped("packs")
    return {path.name: path for path in sorted(folder.iterdir()) if path.is_dir()} if folder.is_dir() else {}


def named_layers(given: Iterable[str | os.PathLike[str]] = (), *, environment: bool = True) -> list[Layer]:
    """The layers of GIAOBAN_PATTERNS, then those given: folders, YAML files or names of packs. One that comes twice counts once."""
    listed = os.environ.get(VARIABLE, "").split(os.pathsep) if environment else []
    layers: list[Layer] = []
    known = packs()
    for item in (*filter(None, listed), *(os.fspath(path) for path in given)):
        path = Path(item)
        if not path.exists() and item in known:
            path = known[item]
        if any(layer.path.resolve() == path.resolve() for layer in layers):
            continue
        name = (path.stem if path.is_file() else path.resolve().name) or str(path)
        taken = {BUILT_IN, *(layer.name for layer in layers)}
        layers.append(Layer(name if name not in taken else str(path), path))
    return layers
