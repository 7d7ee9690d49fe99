"""One run over articles, as the command line starts it: store, progress, faults, summary and exit code. Knows no options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from giaoban_extract.commands.messages import fail, or_pattern_error
from giaoban_extract.outputs.writers import DocumentWriter, NothingRead
from giaoban_extract.running.batch import Batch, Options
from giaoban_extract.text.display import say


class OpenWriter(Protocol):
    """Opens what the documents are written to; `single` tells that one file was named."""

    def __call__(self, *, single: bool) -> AbstractContextManager[DocumentWriter]: ...


def run(paths: list[str] | None, options: Options, store: Path | None, open_writer: OpenWriter, output: Path | None, *, quiet: bool) -> int:
    """Read, write, and tell at the end; returns the exit code. Without paths everything that the store holds is written.

    Faults of rules, store, cluster and output end the program with their message. Raises ImportError.
    """
    from giaoban_extract.running.store import StoreError
    from giaoban_extract.running.workers import NoCluster

    try:
        return or_pattern_error(lambda: _run(paths, options, store, open_writer, output, quiet))
    except (StoreError, NoCluster) as error:
        fail(str(error))


def _run(paths: list[str] | None, options: Options, store: Path | None, open_writer: OpenWriter, output: Path | None, quiet: bool) -> int:
    from giaoban_extract.outputs.spreadsheet import TooManyRows

    with ExitStack() as stack:
        if store is not None:
            from giaoban_extract.library.fingerprint import library_digest
            from giaoban_extract.running.store import Store

            digest = library_digest(options.setup.layers, options.setup.encoding)
            options = replace(options, store=stack.enter_context(Store(store)), library_hash=digest)
        batch = Batch(paths, options)
        try:
            with (
                batch.stop.heeded(),
                open_writer(single=batch.single) as writer,
                _progress(len(batch.finding.paths), shown=not quiet and len(batch.finding.paths) > 1) as step,
            ):
                for document in batch.documents(step):
                    writer.write(document)
        except BrokenPipeError:
            raise
        except OSError as error:
            fail(f"{output or 'standard output'}: cannot be written: {error.strerror or error}")
        except TooManyRows as error:
            fail(f"{output}: {error}")
        except NothingRead:
            pass  # which the summary tells
    if not quiet and (sys.stdout.isatty() or batch.failed or batch.interrupted or not batch.single):
        say(batch.summary())
    return batch.exit_code()


def _progress(total: int, *, shown: bool) -> AbstractContextManager[Callable[[int], None]]:
    """A progress bar where one is to be seen; what draws it is loaded only then."""
    if not (shown and sys.stderr is not None and sys.stderr.isatty()):
        return nullcontext(lambda done: None)
    from giaoban_extract.outputs.terminal import progress_bar

    return progress_bar(total)
