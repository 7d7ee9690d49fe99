"""One loaded library for all tests of a process, and a cache folder that is the tests' own."""

import atexit
import os
import shutil
import tempfile

import pytest

os.environ["GIAOBAN_CACHE"] = tempfile.mkdtemp(prefix="giaoban-tests-")
atexit.register(shutil.rmtree, os.environ["GIAOBAN_CACHE"], ignore_errors=True)
os.environ.pop("GIAOBAN_PATTERNS", None)

from giaoban_extract.pipeline import Pipeline  # noqa: E402  (the environment comes first)


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return Pipeline.load(examples=True)
