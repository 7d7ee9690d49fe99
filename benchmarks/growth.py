"""Whether time grows with the length of a text and no faster: eight times the text, how many times the time.

    python benchmarks/growth.py

A ratio near 8 is linear. The texts repeat one piece: pieces that once made a reader look far back, and a sentence without stops.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from giaoban_extract.layers import builtin_patterns
from giaoban_extract.numbers import load_number_reader
from giaoban_extract.pipeline import Pipeline

PIECES = ("1", "(", "trên ", "1(", "1/", "1-", "1,", "1 tỷ ", "năm ", "một nghìn ", "“1 ", "quý I, ", "tổ 1, ", "từ 1 ", "1 000 ", "triệu ")
SENTENCE = "Hội Nông dân huyện kết nạp 845 hội viên mới và vận động hơn 136 triệu đồng giúp 12 hộ nghèo "


def ratio(read: Callable[[str], object], piece: str, short: int) -> float:
    """Time for eight times `short` characters over time for `short`, each the best of three."""

    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            read(text)
            times.append(time.perf_counter() - begin)
        return min(times)

    return seconds(8 * short) / seconds(short)


def main() -> None:
    """Print one ratio a line."""
    numbers = load_number_reader(builtin_patterns())
    for piece in PIECES:
        print(f"numbers  {piece!r:14} {ratio(numbers.read, piece, 4_000):6.1f}")
    pipeline = Pipeline.load()
    print(f"pipeline {'a sentence':14} {ratio(lambda text: pipeline.document(text, 'x'), SENTENCE, 8_000):6.1f}")


if __name__ == "__main__":
    main()
