"""A run over paths, as the command line starts it: read, write, tell at the end. Knows no options and no parser of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path

from giaoban_extract.batch import Batch, Options
from giaoban_extract.messages import fail, or_pattern_error, say
from giaoban_extract.writers import FILES_ONLY, Format, open_writer


def run(paths: list[str], options: Options, store: Path | None, format: Format, output: Path | None, *, quiet: bool) -> int:
    """The exit code. What can't be done at all ends the program with its message."""
    from giaoban_extract.store import StoreError
    from giaoban_extract.workers import NoCluster

    try:
        return or_pattern_error(lambda: _run(paths, options, store, format, output, quiet))
    except (StoreError, NoCluster) as error:
        fail(str(error))
    except ImportError as error:
        extra = "dask" if options.cluster and format not in FILES_ONLY else "tables"
        fail(f"{error.name or 'a package'} is not installed; install it with: pip install 'giaoban-extract[{extra}]'")


def _run(paths: list[str], options: Options, store: Path | None, format: Format, output: Path | None, quiet: bool) -> int:
    from giaoban_extract.spreadsheet import TooManyRows

    with ExitStack() as stack:
        if store is not None:
            from giaoban_extract.fingerprint import library_digest
            from giaoban_extract.store import Store

            digest = library_digest(options.setup.layers, options.setup.encoding)
            options = replace(options, store=stack.enter_context(Store(store)), library_hash=digest)
        batch = Batch(paths, options)
        try:
            with (
                open_writer(format, output, sys.stdout, single=batch.single) as writer,
                _progress(len(batch.finding.paths), shown=not quiet and not batch.single) as step,
            ):
                for document in batch.documents(step):
                    writer.write(document)
        except BrokenPipeError:
            raise
        except OSError as error:
            fail(f"{output or 'standard output'}: cannot be written: {error.strerror or error}")
        except TooManyRows as error:
            fail(f"{output}: {error}")
    if not quiet and (sys.stdout.isatty() or batch.failed or batch.interrupted or not batch.single):
        say(batch.summary())
    return batch.exit_code()


def _progress(total: int, *, shown: bool) -> AbstractContextManager[Callable[[int], None]]:
    """A progress bar where one is to be seen; what draws it is loaded only then."""
    if not (shown and sys.stderr is not None and sys.stderr.isatty()):
        return nullcontext(lambda done: None)
    from giaoban_extract.terminal import progress_bar

    return progress_bar(total)
