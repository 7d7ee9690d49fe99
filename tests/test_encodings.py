"""Bytes to text: every letter of every encoding, told by content, converted rightly or refused, and never guessed."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban_extract.inputs import encodings
from giaoban_extract.inputs.encodings import SAMPLE, decode, mend
from giaoban_extract.inputs.legacy_fonts import from_tcvn3, from_viscii, from_vni
from giaoban_extract.inputs.syllables import is_syllable
from giaoban_extract.text.articles import UnreadableArticle
from legacy import LETTERS, SMALL, plain, small_tones, to_tcvn3, to_viscii, to_vni, to_windows_1258

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
ARTICLES = SAMPLES + sorted((ROOT / "tests" / "fresh").glob("*/*.txt"))


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).removeprefix("\ufeff")


def fitting(text: str) -> str:
    """Text without the few signs that no 8-bit encoding has, or that TCVN3 has as letters."""
    return text.replace("●", "-").replace("²", "2").replace("»", ">")


# Name: how text is written in it, and what should come back.
ENCODINGS: dict[str, tuple[Callable[[str], bytes], Callable[[str], str]]] = {
    "tcvn3": (to_tcvn3, small_tones),
    "vni": (to_vni, composed),
    "viscii": (to_viscii, plain),
    "windows-1258": (to_windows_1258, composed),
    "windows-1258 composed": (lambda text: to_windows_1258(text, composed=True), composed),
    "tcvn3 saved as utf-8": (lambda text: to_tcvn3(text).decode("cp1252").encode(), small_tones),
    "vni saved as utf-8": (lambda text: to_vni(text).decode("cp1252").encode(), composed),
    "tcvn3 saved as utf-16": (lambda text: to_tcvn3(text).decode("cp1252").encode("utf-16"), small_tones),
    "utf-8": (lambda text: composed(text).encode(), composed),
    "utf-8 with its mark": (lambda text: composed(text).encode("utf-8-sig"), composed),
    "utf-16": (lambda text: composed(text).encode("utf-16"), composed),
    "utf-16-be with its mark": (lambda text: codecs.BOM_UTF16_BE + composed(text).encode("utf-16-be"), composed),
    "utf-16-le": (lambda text: composed(text).encode("utf-16-le"), composed),
    "utf-16-be": (lambda text: composed(text).encode("utf-16-be"), composed),
    "utf-32": (lambda text: composed(text).encode("utf-32"), composed),
}


def fault(data: bytes, encoding: str | None = None) -> UnreadableArticle:
    with pytest.raises(UnreadableArticle) as caught:
        decode(data, "a.txt", encoding)
    assert caught.value.source == "a.txt"
    return caught.value


def told(data: bytes, encoding: str | None = None) -> str | UnreadableArticle:
    try:
        return decode(data, "a.txt", encoding)
    except UnreadableArticle as error:
        return error


# Letters


def test_there_are_134_letters() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 134


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_back_where_the_encoding_has_it(letter: str) -> None:
    assert decode(to_vni(letter), "x", "vni") == letter
    assert decode(to_viscii(letter), "x", "viscii") == letter
    assert decode(to_windows_1258(letter), "x", "windows-1258") == letter
    assert decode(to_windows_1258(letter, composed=True), "x", "windows-1258") == letter
    assert decode(to_tcvn3(letter), "x", "tcvn3") == (letter if letter in SMALL + "ĂÂĐÊÔƠƯ" else letter.lower())


@pytest.mark.parametrize("write", [to_tcvn3, to_viscii])
def test_no_two_letters_share_a_byte(write: Callable[[str], bytes]) -> None:
    letters = [letter for letter in LETTERS if write is to_viscii or small_tones(letter) == letter]
    written = {write(letter) for letter in letters}
    assert all(len(byte) == 1 for byte in written)
    assert len(written) == len(letters) == (134 if write is to_viscii else 74)


@pytest.mark.parametrize("convert", [from_tcvn3, from_vni, from_viscii])
def test_letters_come_composed_and_ascii_stays(convert: Callable[[str], str]) -> None:
    everything = "".join(map(chr, range(256)))
    text = convert(everything)
    assert unicodedata.is_normalized("NFC", text)
    assert "".join(map(chr, range(0x20, 0x7F))) in text
    assert "\t\n\v\f\r" in text


def test_what_tcvn3_has_no_letter_for_stays_as_windows_has_it() -> None:
    assert from_tcvn3("\x93Héi\x94 \x96 30°C") == "“Hội” – 30°C"
    assert from_tcvn3("Trang chñ » Tin tøc, 3 × 4, © 2009") == "Trang chủ » Tin tức, 3 × 4, © 2009"


def test_capitals_of_tcvn3_come_back_small() -> None:
    assert from_tcvn3("HéI N¤NG D¢N §¡K L¡K") == "HộI NÔNG DÂN ĐĂK LĂK"
    assert from_tcvn3("héi n«ng d©n") == "hội nông dân"  # in .VnTimeH: HỘI NÔNG DÂN


def test_a_minus_within_a_word_is_a_letter_of_tcvn3_and_otherwise_a_minus() -> None:
    assert mend("Ch−¬ng tr×nh n−íc s¹ch cho ng−êi d©n, −5") == "Chương trình nước sạch cho người dân, −5"


def test_a_mark_of_vni_may_be_small_or_capital() -> None:
    assert from_vni("HOÄI NOÂNG DAÂN HOäI Aùo AÙo ÖÔÙC") == "HỘI NÔNG DÂN HỘI Áo Áo ƯỚC"


def test_known_words() -> None:
    """Words as they stand in documents of the time, not made by the tests' own tables."""
    tcvn3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"
    vni = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc"
    assert from_tcvn3(tcvn3) == from_vni(vni) == "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"
    assert mend(tcvn3) == mend(vni) == from_vni(vni)
    assert (
        decode(b"C\xb5ng h\xf2a x\xe3 h\xb5i ch\xfc ngh\xeea Vi\xaet Nam, \xd0\xb5c l\xa7p", "x")
        == "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập"
    )


# Detection


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_article_is_told_by_its_content(path: Path, name: str) -> None:
    write, back = ENCODINGS[name]
    text = fitting(path.read_bytes().decode("utf-8-sig"))
    assert decode(write(text), "x") == back(text)


def test_line_ends_stay_in_every_encoding() -> None:
    path = ROOT / "samples" / "mat-tran-quyen-gop-crlf.txt"
    for write, _ in ENCODINGS.values():
        text = decode(write(path.read_bytes().decode("utf-8-sig")), "x")
        assert text.count("\r\n") == text.count("\n") > 5


def test_decomposed_utf8_stays_as_it_is() -> None:
    text = (ROOT / "samples" / "ccb-bao-cu-nfd.txt").read_bytes().decode("utf-8-sig")
    assert not unicodedata.is_normalized("NFC", text)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding), "x") == text


def headlines(size: int) -> list[str]:
    """The words of all articles in pieces of at least `size` characters."""
    pieces = []
    for path in ARTICLES:
        piece = ""
        for word in fitting(composed(path.read_bytes().decode("utf-8-sig"))).split():
            piece = f"{piece} {word}".strip()
            if len(piece) >= size:
                pieces.append(piece)
                piece = ""
    return pieces


@pytest.mark.parametrize(("size", "refused"), [(60, 0.01), (30, 0.06), (12, 1.0)])
@pytest.mark.parametrize("name", ENCODINGS)
def test_a_headline_is_told_rightly_or_refused(name: str, size: int, refused: float) -> None:
    write, back = ENCODINGS[name]
    faults = unconverted = 0
    pieces = headlines(size)
    for piece in pieces:
        data = write(piece)
        text = told(data)
        if isinstance(text, UnreadableArticle):
            assert text.kind == "encoding"
            faults += 1
        elif text != back(piece):  # too few words to convert real Unicode text for
            assert "saved as utf-8" in name or "saved as utf-16" in name
            assert text == data.decode("utf-8" if "utf-8" in name else "utf-16")
            unconverted += 1
    assert faults + unconverted <= refused * len(pieces)


def test_names_of_units_and_signs_do_not_hide_the_encoding() -> None:
    text = "Hội CCB, LĐLĐ, HĐND và QĐ số 5: hơn 120 m² ở “Đắk Lắk” – Krông Pắc, 30°C…"
    assert decode(to_vni(text), "x") == text
    assert decode(to_windows_1258(text), "x") == text


def test_the_sample_begins_where_the_text_leaves_ascii() -> None:
    head = "So lieu 2024, trang 1\n" * (SAMPLE // 10)
    text = "Hội Nông dân huyện kết nạp 845 hội viên mới, đạt 105,6% kế hoạch"
    for name in ("tcvn3", "vni", "viscii", "windows-1258", "vni saved as utf-8"):
        assert decode(ENCODINGS[name][0](head + text), "x") == head + text


# What must not be converted

FOREIGN = {
    "french": "Le ministère de l’Éducation a été créé à Paris. Où étaient les élèves français ? « Là, déjà », né à Nîmes, pâté.",
    "english": "The café’s naïve résumé – “quoted” — it’s 5°C; São Paulo, Zürich, Nestlé and Citroën façade",
    "german": "Die Größe der Bäume ist für Müller über alle Maßen schön; die Straße führt nach Köln, früher später",
    "portuguese": "A situação não é boa: São Paulo está à espera de informações, você também irá até lá amanhã às três",
    "spanish": "El niño comió piña en la montaña mañana. Año nuevo: canción, también, qué día más típico, señor",
    "swedish": "Året på sjön är långt; när går båten från Malmö till Åbo? Får jag få några små äpplen på Öland",
    "italian": "Perché la città è così? Già, più di lunedì e venerdì, però c'è la libertà e là",
    "icelandic": "Það er gott að búa á Íslandi því þar eru góðir menn og fagrar ár, þú ert hér",
    "signs": "3 × 4 × 5 × 6 ½ ¼ µm, 5 µm, ±3, « a », «un», «on», «ngon» © 2024 ® ·",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_other_languages_stay_as_utf8_and_are_refused_as_cp1252(name: str) -> None:
    text = FOREIGN[name]
    assert decode(text.encode(), "x") == text
    assert decode((text + "\n").encode() * 50, "x") == (text + "\n") * 50
    error = fault(text.encode("cp1252"))
    assert error.kind == "encoding"
    assert "--encoding" in error.message
    assert decode(text.encode("cp1252"), "x", "cp1252") == text


@pytest.mark.parametrize(
    "text",
    [
        "Hội thảo ở café Nestlé, São Paulo và Zürich: «từ» điển “Larousse”, 5 × 3 = 15",
        "Bà Tô Lâm và cà phê Hà Nam: có hai xã, ba nhà, bà con làm ăn khá",  # no letter outside cp1252
        "Cà phê Hà Nam",
        "Mái phân “Héi”",  # also letters of TCVN3, and a word in it
        "Mái Hoà “Héi” “Héi”",
        "Mái Mái Vì café µm",
        "Hà Nam: có hai xã\nHội Nông dân\nBà Lê Hà, café Nestlé\n",
        "Nestlé café façade",
        "Короткий текст и 1 слово; ελληνικά; ߒߞߏ",
        "120.000 ₫ mỗi ký, ± 3%, 30°C, 12 m², µm",
        "Hội\rhội viên\x0btrang\x0c2\u2028\x85\u00a0",
    ],
)
def test_real_unicode_is_never_touched(text: str) -> None:
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            assert decode(written.encode(encoding), "x") == written


def test_ascii_is_ascii() -> None:
    for text in ("", "Hoi", "12 hoi vien", "a\r\nb", "Ho^.i No^ng da^n"):
        assert decode(text.encode(), "x") == text


@pytest.mark.parametrize("data", [b"Ho\xe4i", b"Ho\xe4i No\xe2ng", b"H\xe9i n\xabng", b"\xff", b"\xe0 l\xe0"])
def test_a_word_or_two_is_no_evidence(data: bytes) -> None:
    error = fault(data)
    assert error.kind == "encoding"
    assert "--encoding" in error.message


# Mixtures

NEWS = "Hội Nông dân huyện kết nạp 845 hội viên mới, đạt 105,6% kế hoạch năm"
MORE = "Các cấp công đoàn trao 2.350 suất quà, tổng trị giá 1,175 tỷ đồng"


@pytest.mark.parametrize("first", ["tcvn3", "vni", "viscii", "windows-1258", "utf-8"])
@pytest.mark.parametrize("second", ["tcvn3", "vni", "viscii", "windows-1258", "utf-8"])
def test_two_encodings_in_one_file_are_refused(first: str, second: str) -> None:
    data = ENCODINGS[first][0](NEWS) + b"\n" + ENCODINGS[second][0](MORE)
    if first == second:
        assert decode(data, "x") == f"{NEWS}\n{MORE}"
    else:
        error = fault(data)
        assert error.kind == "encoding"
        assert "--encoding" in error.message


@pytest.mark.parametrize("write", [to_tcvn3, to_vni])
def test_font_text_among_unicode_is_converted_by_the_line(write: Callable[[str], bytes]) -> None:
    def mojibake(text: str) -> str:
        return write(text).decode("cp1252")

    text = "\r\n".join([NEWS, mojibake(MORE), "café Nestlé", "Hà Nam, cà phê", mojibake("Tin: Thu Hằng"), "12 %"])
    assert decode(text.encode(), "x") == "\r\n".join([NEWS, MORE, "café Nestlé", "Hà Nam, cà phê", "Tin: Thu Hằng", "12 %"])


def test_a_word_of_font_text_within_a_unicode_line_stays() -> None:
    text = f"{NEWS}: phông chữ .VnTime hiện “Héi n«ng d©n ViÖt Nam” thay cho chữ Việt"
    assert decode(text.encode(), "x") == text


def test_both_fonts_by_the_line() -> None:
    text = to_tcvn3(NEWS).decode("cp1252") + "\n" + to_vni(MORE).decode("cp1252")
    assert decode(text.encode(), "x") == f"{NEWS}\n{MORE}"


def test_english_with_a_vietnamese_quotation_in_a_font() -> None:
    text = "A report of the farmers’ union says:\n" + to_vni(NEWS).decode("cp1252") + "\nMore at the café."
    assert decode(text.encode(), "x") == f"A report of the farmers’ union says:\n{NEWS}\nMore at the café."


# Names


@pytest.mark.parametrize(
    ("name", "write"),
    [
        *[(name, to_tcvn3) for name in ("tcvn3", "TCVN-3", "Tcvn_3", "abc", "ABC")],
        ("VNI", to_vni),
        ("Viscii", to_viscii),
        *[(name, to_windows_1258) for name in ("windows-1258", "Windows_1258", "cp1258", "CP1258")],
        ("utf-16-le", lambda text: text.encode("utf-16-le")),
    ],
)
def test_a_named_encoding_is_taken_at_its_word(name: str, write: Callable[[str], bytes]) -> None:
    for text in ("Hội", NEWS):
        assert decode(write(text), "x", name) == text


@pytest.mark.parametrize(("name", "write"), [("tcvn3", to_tcvn3), ("vni", to_vni)])
def test_a_named_font_is_also_read_from_unicode(name: str, write: Callable[[str], bytes]) -> None:
    saved = write("Hội").decode("cp1252")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(f"{saved}\nHội".encode(encoding), "x", name) == "Hội\nHội"


def test_named_utf8_is_left_as_it_is() -> None:
    text = to_vni(NEWS).decode("cp1252")
    assert decode(text.encode(), "x") == NEWS
    assert decode(text.encode(), "x", "utf-8") == text


def test_a_mark_goes_before_the_name() -> None:
    assert decode(NEWS.encode("utf-8-sig"), "x", "cp1252") == NEWS


@pytest.mark.parametrize("name", ["no-such", "", "undefined", "hex", "rot13", "a\0b", "é", "\ud800", "a" * 5000])
@pytest.mark.parametrize("data", [b"", b"abc"])
def test_a_name_that_is_none(name: str, data: bytes) -> None:
    if name in ("undefined", "hex", "rot13") and not data:
        return  # nothing to decode is nothing in any codec
    assert "no encoding" in fault(data, name).message


def test_a_wrong_name_tells_where() -> None:
    assert "byte 2" in fault(b"ab\xff", "utf-8").message


# Refusals


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x00\x00\x08",
        b"abc\x00def",
        bytes(100),
        b"\xff\xfeA\x00" + bytes(100),
        b"\x01\x02\x03\x04 text",
        bytes(range(1, 256)) * 20,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    ],
)
def test_what_is_no_text_is_binary(data: bytes) -> None:
    error = fault(data)
    assert error.kind == "binary"
    assert "not a text file" in error.message


def test_utf16_that_breaks_off_is_an_encoding_fault() -> None:
    assert fault(NEWS.encode("utf-16-le")[:-1]).kind == "encoding"
    assert fault(NEWS.encode("utf-16")[:-1]).kind == "encoding"


def test_damaged_utf8_is_called_that() -> None:
    data = NEWS.encode()
    error = fault(data[:40] + b"\xff" + data[40:])
    assert "damaged UTF-8" in error.message
    assert "byte 40" in error.message


def test_a_refusal_is_one_sentence_with_the_likely_names() -> None:
    error = fault(to_vni("Hội viên"))
    assert "such as vni" in error.message
    assert "tcvn3" not in error.message
    assert "\n" not in error.message
    assert all(name in fault(b"\xff").message for name in ("windows-1258", "tcvn3", "vni", "viscii"))


def test_viscii_whose_bytes_are_utf8_by_chance_is_not_taken_for_it() -> None:
    data = to_viscii("391 người trong")
    assert data.decode("utf-8")
    assert "such as viscii" in fault(data).message
    assert decode(to_viscii("người trước phường"), "x") == "người trước phường"


# Syllables


def test_syllables_of_the_articles_are_syllables() -> None:
    words = [word for path in ARTICLES for word in composed(path.read_bytes().decode("utf-8-sig")).lower().split()]
    words = [word for word in words if word.isalpha() and not word.isascii()]
    assert len(words) > 9000
    assert sum(not is_syllable(word) for word in words) < 0.005 * len(words)


@pytest.mark.parametrize("word", ["nghiêng", "quốc", "giếng", "gì", "khuỷu", "hoà", "hòa", "đắk", "ươn", "ý", "thuở", "uỷ"])
def test_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["", "café", "hộì", "cac̣", "các\u0301", "hôò", "đct", "nestlé", "cấn̂", "tậc ", "mậnh", "cảc", "nưôc"])
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)


# Any bytes, any text


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_text_or_unreadable(data: bytes) -> None:
    for encoding in (None, "tcvn3", "vni", "viscii", "windows-1258", "utf-16"):
        text = told(data, encoding)
        if isinstance(text, UnreadableArticle):
            assert text.kind in ("encoding", "binary")
            assert "\n" not in text.message
        else:
            assert text == told(data, encoding)


WORDS = sorted({word for path in SAMPLES for word in composed(path.read_bytes().decode("utf-8-sig")).split()})
OTHERS = [
    "café",
    "Nestlé",
    "São",
    "Paulo",
    "Zürich",
    "naïve",
    "crème",
    "déjà",
    "«từ»",
    "“Héi”",
    "5×3",
    "30°C",
    "½",
    "µm",
    "©",
    "®",
    "m²",
    "façade",
    "señor",
    "Đại",
    "₫",
    "é",
    "à",
    "–",
    "•",
    "»",
    "·",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.sampled_from(OTHERS), max_size=40), st.sampled_from([" ", "\n", "\r\n", "\t"]), st.booleans())
def test_real_unicode_comes_back_unchanged(words: list[str], gap: str, decomposed: bool) -> None:
    text = unicodedata.normalize("NFD" if decomposed else "NFC", gap.join(words))
    assert decode(text.encode(), "x") == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(fitting(" ".join(WORDS)).split()), min_size=1, max_size=40), st.sampled_from(sorted(ENCODINGS)))
def test_any_words_are_told_rightly_or_refused(words: list[str], name: str) -> None:
    write, back = ENCODINGS[name]
    text = " ".join(words)
    found = told(write(text))
    if isinstance(found, UnreadableArticle):
        assert found.kind in ("encoding", "binary")
    else:
        assert found == back(text) or ("saved" in name and found == write(text).decode("utf-16" if "16" in name else "utf-8"))


@pytest.mark.parametrize("piece", [FOREIGN["french"].encode() + b"\n", b"\xe4a ", "é\n".encode(), "Héi n«ng d©n ".encode()])
def test_what_is_looked_at_to_tell_the_encoding_is_bounded(monkeypatch: pytest.MonkeyPatch, piece: bytes) -> None:
    looked_at: list[int] = []

    def counting(word: str) -> bool:
        looked_at[-1] += 1
        return is_syllable(word)

    monkeypatch.setattr(encodings, "is_syllable", counting)
    for size in (400_000, 4_000_000):
        looked_at.append(0)
        told(piece * (size // len(piece)))
    assert looked_at[1] <= 1.05 * looked_at[0] + 100
