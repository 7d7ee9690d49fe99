"""Where the program begins: paths alone are read at once, everything else goes to the commands and their options."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import NoReturn

from giaoban_extract.commands.messages import fail
from giaoban_extract.text.display import HALF_CHARACTERS


def main() -> None:
    """Entry point: `giaoban-extract PATH` is `giaoban-extract extract PATH`."""
    if sys.stdout is None:
        fail("standard output is closed; write to a file with -o")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors=HALF_CHARACTERS)
    arguments = sys.argv[1:]
    try:
        try:
            if _only_paths(arguments):
                raise SystemExit(_extract(arguments))
            _command(arguments)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _end_quietly()
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # met by typer first, which ends with 1
            _end_quietly()
        raise
    except OSError as error:
        _discard_output()
        fail(f"standard output: cannot be written: {error.strerror or error}")
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _only_paths(arguments: list[str]) -> bool:
    """Whether there is no option, and the first argument is no command: those have neither a dot nor a slash."""
    plain = not any(argument.startswith("-") and argument != "-" for argument in arguments)
    return plain and bool(arguments) and (arguments[0] == "-" or any(sign in arguments[0] for sign in "./\\"))


def _extract(paths: list[str]) -> int:
    """As `extract PATH...` without options does. What reads options takes longer to load than an article to read."""
    from giaoban_extract.commands.run import run
    from giaoban_extract.library.layers import named_layers
    from giaoban_extract.outputs.formats import Format
    from giaoban_extract.outputs.writers import open_writer
    from giaoban_extract.running.batch import Options
    from giaoban_extract.running.tasks import Setup

    options = Options(Setup(tuple(named_layers())))
    return run(paths, options, None, partial(open_writer, Format.json, None, sys.stdout), None, quiet=False)


def _command(arguments: list[str]) -> None:
    from giaoban_extract.commands.app import app, names_command

    if arguments and not names_command(arguments):
        arguments = ["extract", *arguments]
    app(arguments, prog_name="giaoban-extract")


def _end_quietly() -> NoReturn:
    """The reader of the pipe has gone (`| head`)."""
    sys.stdout = sys.__stdout__
    _discard_output()
    raise SystemExit(0) from None


def _discard_output() -> None:
    """Keep Python from writing what is left when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
