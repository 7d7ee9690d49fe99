"""One loaded library for all tests."""

import pytest

from giaoban_extract.pipeline import Pipeline


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return Pipeline.load(examples=True)
