"""Texts for property tests: briefings as they are written, as they arrive damaged, and as somebody would write them to do harm.

`GIAOBAN_FUZZ=slow` asks for many examples where the continuous integration takes a few (see `examples`).
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from giaoban_extract.inputs.readers import read_articles
from giaoban_extract.text.articles import Article
from goldens import SAMPLES

SLOW = os.environ.get("GIAOBAN_FUZZ") == "slow"
SLOW_EXAMPLES = 20_000


def examples(quick: int, share: float = 1.0) -> settings:
    """`quick` examples, the same at every run, or with GIAOBAN_FUZZ=slow a share of 20,000 new ones."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example, HealthCheck.filter_too_much]
    count = int(SLOW_EXAMPLES * share) if SLOW else quick
    return settings(max_examples=count, deadline=None, derandomize=not SLOW, suppress_health_check=checks, print_blob=SLOW)


def sample_texts() -> dict[str, str]:
    """The text of every sample by its name."""
    found = {}
    for path in SAMPLES:
        (article,) = read_articles(str(path))
        assert isinstance(article, Article)
        found[path.stem] = article.text
    return found


# --- numbers, units and what stands around them ---

PLAIN = st.integers(0, 10**7).map(str)
GROUPED = st.integers(1000, 10**13).map(lambda n: f"{n:,}".replace(",", "."))
DECIMAL = st.tuples(st.integers(0, 9999), st.integers(0, 999)).map(lambda p: f"{p[0]},{p[1]}")
FAULTY = st.sampled_from(
    ["1,173,5", "1.25.6", "12,683", "1 000 000", "00", "02", "1.", ",5", "3/6/9", "9/", "10 - 15", "15-10", "½", "5½",
    "12²", "①", "١٢", "１２",
     "1e5", "0x1F", "-3", "+7", "1tr5", "10k", "VII", "IIII", "M", "1" * 30, "9" * 400]
)  # fmt: skip
SPELLED = st.sampled_from(
    ["hai", "hai mươi mốt", "ba trăm linh năm", "một nghìn rưỡi", "năm", "một", "mười lăm", "bốn triệu sáu", "hai phẩy năm", "âm ba",
     "một nửa", "hàng chục", "vài trăm", "không"]
)  # fmt: skip
NUMBERS = st.one_of(PLAIN, GROUPED, DECIMAL, FAULTY, SPELLED)
MAGNITUDES = st.sampled_from(["", "", "", " triệu", " tỷ", " nghìn", " ngàn tỷ", " trăm", "tr", " tỉ 200 triệu"])
UNITS = st.sampled_from(
    ["", " đồng", " hội viên", " lượt người", " ha", "m2", " m²", "%", " %", " căn nhà", " hộ nghèo", " suất quà", " tấn",
    " km", "/15 cơ sở",
     " đồng/hộ", " ngày công", " triệu USD", "°C", " kWh", " giờ", " tuổi", " buổi", " điểm %", "-6", ":30", " năm"]
)  # fmt: skip
BOUNDS = st.sampled_from(
    ["", "", "", "hơn ", "gần ", "khoảng ", "trên ", "ít nhất ", "từ ", "đến ", "không quá ", "tăng ", "giảm ", "đạt ", "(", "lần thứ "]
)
FIGURES = st.tuples(BOUNDS, NUMBERS, MAGNITUDES, UNITS).map("".join)

DOERS = st.sampled_from(
    ["Hội Nông dân huyện", "LĐLĐ tỉnh", "Ủy ban MTTQ Việt Nam xã", "Uỷ ban MTTQ các cấp", "Tỉnh Đoàn", "Hội LHPN phường 3",
    "Hội CCB tỉnh",
     "các cấp công đoàn", "toàn tỉnh", "các đơn vị trong khối", "UBND huyện", "Ngân hàng CSXH", "cán bộ, hội viên",
     "do Hội Chữ thập đỏ", "Khối"]
)  # fmt: skip
VERBS = st.sampled_from(
    ["kết nạp", "vận động", "hoà giải thành", "tổ chức", "xây mới", "tặng", "phấn đấu trao", "sẽ hỗ trợ", "huy động được",
    "nâng tổng số lên",
     "chiếm", "bằng", "so với", "trong đó có", "riêng"]
)  # fmt: skip
PERIODS = st.sampled_from(
    ["quý II năm 2024", "6 tháng đầu năm", "năm 2023", "ngày 20/6/2024", "20-6", "tháng 3", "nhiệm kỳ 2019 - 2024",
    "năm học 2023-2024",
     "từ đầu năm đến nay", "trong năm", "cùng kỳ", "5 năm qua", "31/02/2024", "quý V", "năm 9999", "năm 0", "tháng 13",
     "đến năm 2030", "8 giờ 30"]
)  # fmt: skip
PLACES = st.sampled_from(["tỉnh Gia Lai", "huyện Sơn Lâm", "TP. Pleiku", "Hà Nội", "xã Hoà Sơn", "phường 5", "Quận 1", "T.P Hồ Chí Minh"])
NO_FIGURES = st.sampled_from(
    ["Chỉ thị số 13-CT/TU", "Quyết định 1846/QĐ-UBND", "5 không, 3 sạch", "Covid-19", "0912.345.678", "Nghị quyết 36a",
    "Quốc lộ 14", "4.0",
     "http://x.vn/a?id=12&b=3", "a1@b2.vn", "18 đường Trần Phú", "lần thứ XI", "[1]", "*12*"]
)  # fmt: skip
ENDS = st.sampled_from([".", ";", ",", ":", " và ", " - ", "...", "…", "!", "?", "", "\t", " | ", "/.", ")", "”"])

CLAUSES = st.one_of(
    st.tuples(DOERS, VERBS, FIGURES).map(" ".join),
    st.tuples(VERBS, FIGURES, FIGURES).map(" ".join),
    st.tuples(PERIODS, st.just(", "), DOERS, st.just(" "), VERBS, st.just(" "), FIGURES).map("".join),
    st.tuples(FIGURES, DOERS).map(" ".join),
    st.tuples(st.just("từ "), NUMBERS, st.just("% lên "), NUMBERS, st.just("%")).map("".join),
    st.tuples(VERBS, NO_FIGURES, PLACES).map(" ".join),
    st.one_of(PERIODS, PLACES, NO_FIGURES, FIGURES),
)
SENTENCES = st.lists(st.tuples(CLAUSES, ENDS).map("".join), min_size=1, max_size=4).map(" ".join)
MARKERS = st.sampled_from(
    ["", "", "", "- ", "+ ", "* ", "• ", "1. ", "2.1. ", "a) ", "I. ", "IV/ ", "Phần thứ hai. ", "- - - - ", "» ", "(1) "]
)
HEADINGS = st.tuples(MARKERS, DOERS, st.sampled_from(["", ":", ": " + "x" * 90])).map("".join)
TITLES = st.tuples(PLACES, st.sampled_from([": ", " giao ban ", " sơ kết "]), PERIODS).map("".join)
ROWS = st.lists(FIGURES | DOERS | PERIODS, min_size=2, max_size=5).map(" | ".join)
PARAGRAPHS = st.one_of(st.tuples(MARKERS, SENTENCES).map("".join), SENTENCES, HEADINGS, ROWS)
BREAKS = st.sampled_from(["\n", "\n\n", "\n", "\r\n", "\r\n\r\n", "\r", "\u2028", "\x85", "\n\t", "\x0c"])


def _joined(parts: list[tuple[str, str]]) -> str:
    return "".join(text + gap for text, gap in parts)


BRIEFINGS = st.tuples(TITLES | st.just(""), st.lists(st.tuples(PARAGRAPHS, BREAKS), min_size=1, max_size=6).map(_joined)).map("\n\n".join)

# --- damage ---

SAMPLE_TEXTS = tuple(sample_texts().values())
INVISIBLE = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u202c", "\u2066", "\u200f", "\u061c")
HOSTILE = (
    "\x00", "\ud800", "\udfff", "\x1b[31m", "\ufffd", "😀", "👩‍👩‍👧", "\U000e0031", "\u0301", "\u0323\u0309",
    "a" + "\u0301" * 60, "\u1100\u1161", "ﬁ", "İ",
    "ẞ", "\uf0b7", "((((", "”“", "&#49;", "</script>", "=1+1", "{figure}", "@member", "%s", "\\ud800",
    "x" * 10_000, "1" * 5000, "đ" * 300,
    "- " * 200, "\t- " * 60, "1.1.1.1.1.1. ", "(" * 400, "1/" * 200, "một " * 100, "quý I, " * 40, "\n" * 50, " " * 500,
)  # fmt: skip


def _old_tones(text: str) -> str:
    for new, old in (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("ỏe", "oẻ"), ("Ủy", "Uỷ"), ("tỷ", "tỉ"), ("quý", "quí")):
        text = text.replace(new, old)
    return text


def _decomposed_words(text: str, every: int) -> str:
    words = text.split(" ")
    return " ".join(unicodedata.normalize("NFD", word) if number % every == 0 else word for number, word in enumerate(words))


@st.composite
def damaged(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text after a few faults of typing, copying and converting, or of ill will."""
    text = draw(texts)
    for _ in range(draw(st.integers(0, 4))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 80))
        until = min(len(text), at + length)
        piece = text[at:until]
        change = draw(st.sampled_from(DAMAGES))
        text = text[:at] + change(draw, piece) + text[until:]
    whole = draw(st.sampled_from([*WHOLE_DAMAGES, None, None, None]))
    return whole(text) if whole else text


DAMAGES: list[Callable[[st.DrawFn, str], str]] = [
    lambda draw, piece: "",
    lambda draw, piece: piece + piece,
    lambda draw, piece: piece[::-1],
    lambda draw, piece: piece.upper(),
    lambda draw, piece: piece.replace(" ", ""),
    lambda draw, piece: " ".join(piece),
    lambda draw, piece: piece.replace(" ", "\n"),
    lambda draw, piece: draw(st.sampled_from(INVISIBLE)).join(piece),
    lambda draw, piece: piece + draw(st.sampled_from(INVISIBLE)),
    lambda draw, piece: piece + draw(st.sampled_from(HOSTILE)),
    lambda draw, piece: draw(FIGURES) + piece,
    lambda draw, piece: piece + " " + draw(CLAUSES) + " ",
    lambda draw, piece: draw(st.characters()) + piece,
    lambda draw, piece: unicodedata.normalize("NFD", piece),
    lambda draw, piece: _old_tones(piece),
    lambda draw, piece: unicodedata.normalize("NFKC", piece),
]
WHOLE_DAMAGES: list[Callable[[str], str]] = [
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", " "),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: "\n".join(text[i : i + 70] for i in range(0, len(text), 70)),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: _decomposed_words(text, 2),
    lambda text: _old_tones(text),
    lambda text: text.lower(),
    lambda text: "\ufeff" + text,
    lambda text: "\n".join(reversed(text.split("\n"))),
    lambda text: text + "\n\n" + text,
]

SHORT_SAMPLES = st.tuples(st.sampled_from(SAMPLE_TEXTS), st.integers(0, 1000), st.integers(50, 500)).map(lambda t: t[0][t[1] : t[1] + t[2]])
"""Stretches of samples: as long as shows how paragraphs govern each other, and quick."""
ARTICLES = BRIEFINGS | SHORT_SAMPLES
TEXTS = st.one_of(ARTICLES, damaged(ARTICLES), damaged(ARTICLES), st.text(max_size=200))
"""Anything that may be given to the program."""
