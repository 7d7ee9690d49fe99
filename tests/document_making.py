"""Articles as HTML, DOCX and PDF, made for tests of their readers; every sentence is our own."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
from fpdf import FPDF

from made_font import make_font

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "gia-lai-2024-q2.txt"

NAVIGATION = "".join(
    f"<li><a href='/{i}'>{name}</a></li>" for i, name in enumerate(["Trang chủ", "Thời sự", "Kinh tế", "Xã hội", "Thể thao"])
)
RELATED = "<li><a href='/a'>Trao 50 suất quà ở xã bạn</a></li><li><a href='/b'>Khánh thành 3 căn nhà</a></li>"


def portal_page(title: str, body: str, head: str = "", after_title: str = "") -> str:
    """A page as a portal serves it: navigation, article, other articles, imprint."""
    return (
        f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{title} - Báo Cao Nguyên</title>{head}"
        f"<style>p {{color: red}}</style></head><body><header><h1 class='logo'>Báo Cao Nguyên</h1><nav><ul>{NAVIGATION}</ul></nav>"
        f"<div>12 người đang xem</div></header><main><article><h1>{title}</h1>{after_title}<div class='content'>{body}</div></article>"
        f"<div class='related'><h3>Tin liên quan</h3><ul>{RELATED}</ul></div></main><aside><ul>{RELATED}</ul></aside>"
        "<footer><p>Giấy phép số 123/GP cấp ngày 01/02/2020. Lượt truy cập: 1.234.567</p></footer><script>var x = 1;</script></body></html>"
    )


def sample_lines() -> list[str]:
    return [line for line in SAMPLE.read_text(encoding="utf-8").split("\n") if line.strip()]


def sample_as_html() -> bytes:
    title, dateline, *paragraphs = sample_lines()
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return portal_page(title, body, after_title=f"<div class='date'>{dateline}</div>").encode()


def sample_as_docx() -> bytes:
    document = docx.Document()
    title, *paragraphs = sample_lines()
    document.add_heading(title, 1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def sample_as_pdf(folder: Path, align: str = "J") -> bytes:
    def write(pdf: FPDF) -> None:
        for line in sample_lines():
            pdf.multi_cell(0, 7, line, align=align)
            pdf.ln(3)

    return made_pdf(folder, write)


def made_pdf(folder: Path, write: Callable[[FPDF], None], each_page: Callable[[FPDF], None] | None = None, **options: str) -> bytes:
    """A PDF in a font that covers Vietnamese; `each_page` writes what stands on every page."""

    class Pdf(FPDF):
        def header(self) -> None:
            if each_page:
                each_page(self)

    pdf = Pdf(**options)  # type: ignore[arg-type]
    make_font(folder / "boxes.ttf")
    pdf.add_font("Boxes", fname=str(folder / "boxes.ttf"))
    pdf.set_font("Boxes", size=13)
    pdf.add_page()
    write(pdf)
    return bytes(pdf.output())


def raw_docx(xml: bytes, **parts: bytes) -> bytes:
    """A DOCX around a body, for what a library for Word files does not write."""
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<w:document %s><w:body>%s</w:body></w:document>" % (names.encode(), xml))
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content.replace(b"NAMES", names.encode()))
    return file.getvalue()


def raw_pdf(content: bytes, pages: int = 1, objects: dict[int, bytes] | None = None, resources: bytes = b"<</Font<</F 4 0 R>>>>") -> bytes:
    """A PDF of equal pages with a drawing as it is given, deflated; `objects` are further ones by their numbers from 10 on."""
    packed = zlib.compress(content)
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/MediaBox[0 0 600 800]/Kids[%s]>>" % b" ".join(b"%d 0 R" % (1000 + n) for n in range(pages)),
        3: b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        4: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        **(objects or {}),
        **{1000 + n: b"<</Type/Page/Parent 2 0 R/Contents 3 0 R/Resources %s>>" % resources for n in range(pages)},
    }
    file, table = b"%PDF-1.5\n", b"xref\n0 1\n0000000000 65535 f \n"
    pieces, at = [file], len(file)
    for number, body in bodies.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, at)
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(pieces[-1])
    return b"".join(pieces) + table + b"trailer<</Root 1 0 R/Size 99999>>\nstartxref\n%d\n%%%%EOF" % at
