"""Blocks and sentences of press articles, reports and PDF text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban_extract.text.segment import segment, split_sentences
from giaoban_extract.text.view import make_view


def blocks(text: str) -> list[tuple[str, str]]:
    segmentation = segment(make_view(text))
    return [(b.kind, segmentation.flat[b.start : b.end]) for b in segmentation.blocks]


def sentences(text: str) -> list[str]:
    segmentation = segment(make_view(text))
    return [segmentation.flat[s.start : s.end] for s in segmentation.sentences]


def test_lines_of_a_report_are_headings_and_bullets() -> None:
    found = blocks(
        "BÁO CÁO\n\nI. KẾT QUẢ\n1. Công tác Hội\n- Kết nạp 45 hội viên.\n+ Nhà ở: 12 căn;\n"
        "• Tặng 30 suất quà.\nToàn tỉnh có 12 huyện tham gia phong trào này."
    )
    assert [kind for kind, _ in found] == ["title", "heading", "heading", "bullet", "bullet", "bullet", "paragraph"]


@pytest.mark.parametrize("marker", ["-", "+", "*", "•", "–", "a)", "1.", "1.2.", "II."])
def test_a_list_marker_is_no_part_of_the_sentence(marker: str) -> None:
    assert sentences(f"Tiêu đề\n{marker} Vận động 35 triệu đồng.")[1] == "Vận động 35 triệu đồng."


def test_hard_wrapped_lines_become_one_block() -> None:
    lines = [
        "Trong sáu tháng đầu năm, các cấp bộ Đoàn trong tỉnh đã tổ chức",
        "245 buổi tuyên truyền cho hơn 12.000 lượt đoàn viên, thanh niên;",
        "Hội Liên hiệp Thanh niên vận động các nhà hảo tâm ủng hộ 1 tỷ",
        "250 triệu đồng để xây dựng nhà nhân ái cho thanh niên nghèo.",
        "- Kết nạp 1.200 đoàn viên.",
        "- Giới thiệu 80 đoàn viên ưu tú.",
    ]
    found = blocks("BÁO CÁO\n\n" + "\n".join(lines))
    assert len(found) == 4
    assert found[1][1] == " ".join(lines[:4])


@pytest.mark.parametrize(
    "text",
    [
        "Hội tặng quà tại TP. Pleiku cho 30 hộ.",
        "Ông Nguyễn Đ. Thắng trao 12 suất quà.",
        "ThS. Trần Văn Bình tập huấn cho 40 cán bộ.",
        "Thu 1.250 triệu đồng, tăng 5.5 lần.",
        "Các mô hình nuôi dê, bò, v.v. giúp 15 hộ thoát nghèo.",
    ],
)
def test_abbreviations_and_numbers_do_not_end_a_sentence(text: str) -> None:
    assert sentences("Tiêu đề\n" + text)[1:] == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kết nạp 45 hội viên. Tặng 30 suất quà.", 2),
        ("Kết nạp 45 hội viên.Năm qua, Hội tặng 30 suất quà.", 2),
        ("Vì sao? Vì có 12 tổ! Và 5 nhóm.", 3),
        ("Tặng quà cho hộ nghèo… Hội còn góp 20 ngày công.", 2),
        ("Hội nghị kết thúc tốt đẹp./. Tin: Minh Hà", 2),
        ("Năm 2021. 1.064 hội viên mới được kết nạp.", 2),
    ],
)
def test_sentence_ends(text: str, count: int) -> None:
    assert len(sentences("Tiêu đề\n" + text)) == count + 1


def test_what_follows_the_last_stop_of_a_block_is_a_sentence_where_it_is_more_than_space() -> None:
    assert split_sentences("Xong.  ", 0, 7) == [(0, 5)]
    assert split_sentences("Xong. Hết  ", 0, 11) == [(0, 5), (6, 11)]


@given(st.text(alphabet=st.sampled_from("aĐ .,;:!?…-*•\n1)(“”"), max_size=120))
def test_sentences_are_ordered_disjoint_and_inside_their_blocks(text: str) -> None:
    view = make_view(text)
    segmentation = segment(view)
    assert len(segmentation.flat) == len(view.text)
    position = 0
    for sentence in segmentation.sentences:
        block = segmentation.blocks[sentence.block]
        assert position <= sentence.start <= sentence.end <= block.end
        assert block.start <= sentence.start
        position = sentence.end
    outside = set(range(len(view.text))) - {i for b in segmentation.blocks for i in range(b.start, b.end)}
    assert all(view.text[i].isspace() for i in outside)
