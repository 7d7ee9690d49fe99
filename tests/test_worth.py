"""What a number and the words around it are worth, whole: value, end of a range, whole of a fraction, unit, and the figure's own text.

Each text is one mention from end to end; the second table is of texts that are cut into several, or begin later.
"""

from __future__ import annotations

import pytest

from one_number import READER, only

# text, figure, kind, value, end of a range, whole of a fraction, unit
WORTH = """
hai phẩy năm triệu đồng|hai phẩy năm triệu|money|2500000|||VND
ba phẩy hai mươi lăm phần trăm|ba phẩy hai mươi lăm|percent|3.25|||percent
hai phẩy không năm tấn|hai phẩy không năm|measure|2050|||kg
hai phẩy một hai năm tấn|hai phẩy một hai năm|measure|2125|||kg
bốn triệu sáu đồng|bốn triệu sáu|money|4600000|||VND
hai trăm rưỡi hộ|hai trăm rưỡi|count|250|||household
một trăm linh năm hộ|một trăm linh năm|count|105|||household
ba trăm hai hộ|ba trăm hai|count|320|||household
bốn bảy nghìn hộ|bốn bảy nghìn|count|47000|||household
chín chín hộ|chín chín|count|99|||household
hai mươi mốt nghìn hai trăm hộ|hai mươi mốt nghìn hai trăm|count|21200|||household
một triệu hai trăm nghìn đồng|một triệu hai trăm nghìn|money|1200000|||VND
một triệu lẻ năm đồng|một triệu lẻ năm|money|1000005|||VND
5 1/2 tấn|5 1/2|measure|5500|||kg
1/2 tấn|1/2|measure|500|||kg
3/4 ha|3/4|measure|7500|||m2
186/150 triệu đồng|186/150 triệu|fraction|186000000||150000000|VND
186 triệu/150 triệu đồng|186 triệu/150 triệu|fraction|186000000||150000000|VND
5 phần 8 hộ|5 phần 8|fraction|5||8|household
ba phần tư hộ|ba phần tư|fraction|3||4|household
3 đến 5 ngày|3 đến 5|duration|3|5||day
10 - 15 giờ|10 - 15|duration|10|15||hour
10 - 15%|10 - 15%|range|10|15||percent
3 đến 5 triệu đồng|3 đến 5 triệu|range|3000000|5000000||VND
800 - 1,2 tỷ đồng|800 - 1,2 tỷ|range|800000000|1200000000||VND
$5-$10|$5-$10|range|5|10||USD
$5 - 10|$5 - 10|range|5|10||USD
100.000 đồng đến 200.000 đồng|100.000 đồng đến 200.000|range|100000|200000||VND
hai ba người|hai ba|range|2|3||person
2,5ha|2,5ha|measure|25000|||m2
530 m2|530 m2|measure|530|||m2
530m2|530m2|measure|530|||m2
7.800 m²|7.800 m²|measure|7800|||m2
hai tấn rưỡi|hai|measure|2500|||kg
1 tỷ 200 triệu đồng|1 tỷ 200 triệu|money|1200000000|||VND
1 tỷ hai trăm triệu đồng|1 tỷ hai trăm triệu|money|1200000000|||VND
hai nghìn triệu đồng|hai nghìn triệu|money|2000000000|||VND
1 tỷ rưỡi đồng|1 tỷ rưỡi|money|1500000000|||VND
1 nghìn 200 hộ|1 nghìn 200|count|1200|||household
12,683 hội viên|12,683|count|12683|||person
123,456 hộ|123,456|count|123456|||household
0,125 ha|0,125|measure|1250|||m2
1234,567 hộ|1234,567|count|1234.567|||household
12 345 678 hộ|12 345 678|count|12345678|||household
10tr đồng|10tr|money|10000000|||VND
1tr5 đồng|1tr5|money|1500000|||VND
5½ ha|5½|measure|55000|||m2
một đô la và 42 xu|một đô la và 42 xu|money|1.42|||USD
""".strip().split("\n")

# text, figures
CUT = """
5 1/2 hộ|5|1/2
5 6/2 tấn|5|6/2
1/2/3 hộ|1|2/3
15 - 10%|15|10%
từ 40% lên hơn 60%|40%|60%
1 000 000 000 000 000 hộ|1 000 000 000 000|000
giảm -5 %|-5 %
- 5 triệu đồng|5 triệu
-5 triệu đồng|5 triệu
-5 hộ|5
2 triệu 3 triệu đồng|2 triệu|3 triệu
hai triệu hai triệu đồng|hai triệu|hai triệu
""".strip().split("\n")


def number(written: str) -> float | None:
    return float(written) if written else None


@pytest.mark.parametrize("row", WORTH)
def test_a_phrase_is_worth(row: str) -> None:
    text, figure, kind, value, upper, whole, unit = row.split("|")
    for sentence in (text, f"Hội nhận {text}.", f"({text})"):
        mention = only(sentence)
        assert sentence[mention.start : mention.end] == text
        assert sentence[mention.start : mention.figure_end] == figure
        assert (mention.kind, mention.unit or "", mention.bound) == (kind, unit, "exact")
        assert (mention.value, mention.value_max, mention.out_of) == (number(value), number(upper), number(whole))


@pytest.mark.parametrize("row", CUT)
def test_a_phrase_is_cut_into(row: str) -> None:
    text, *figures = row.split("|")
    assert [text[m.start : m.figure_end] for m in READER.read(text)] == figures
