"""A mapping that reads its values when they are asked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from giaoban_extract.library.shelf import Shelf


def test_a_value_is_read_once_and_only_when_it_is_asked_for() -> None:
    read: list[str] = []

    def number(text: str) -> int:
        read.append(text)
        return int(text)

    shelf = Shelf(0, {"a": "1", "b": "2"}, number)
    assert (shelf["b"], shelf["b"], shelf["c"]) == (2, 2, 0)
    assert read == ["2"]
    assert shelf.known == {"a", "b"}
    assert len(shelf) == 1, "a key that isn't there takes no place"


def test_everything_reads_what_is_left() -> None:
    shelf = Shelf(0, {"a": "1", "b": "2"}, int)
    shelf.put("c", 3)
    assert sorted(shelf.everything()) == [("a", 1), ("b", 2), ("c", 3)]
    assert shelf.known == {"a", "b", "c"}


def test_threads_that_ask_at_once_all_get_the_value() -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in range(50):
            shelf = Shelf(None, {number: str(number) for number in range(40)}, int)
            assert set(pool.map(lambda n, shelf=shelf: shelf[n % 40] == n % 40, range(320))) == {True}
