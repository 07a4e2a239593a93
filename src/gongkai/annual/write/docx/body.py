"""The body of the document: title, parts in order, signature. Lengths are twentieths of a point (twips)."""

from __future__ import annotations

import re

from gongkai.annual.places import SIGNATURE, is_sub_heading
from gongkai.annual.write.docx.marks import Marks, Span
from gongkai.annual.write.docx.page import LINE, TEXT_WIDTH
from gongkai.annual.write.docx.tables import table
from gongkai.annual.write.docx.xml import commented, paragraph, run, runs
from gongkai.annual.write.plan import Part, Printed

_BODY_SIZE = 320
_TITLE_SIZE = 440
_DATE_FROM_RIGHT = 4 * _BODY_SIZE
"""A date with a seal over it stands four characters from the right (GB/T 9704 7.3.5.1)."""
_DATE = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年[\d〇一二三四五六七八九十]{1,3}月[\d〇一二三四五六七八九十]{1,3}日"
)
_TITLE_BREAK = re.compile(r"(?=政府信息公开)|(?<=政府信息公开)|(?=年度报告)|(?<=[府局委办室厅部乡镇会])(?=\d{4}年)")
_MEETING = re.compile(r"(?<=[一-鿿])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[一-鿿])")
_RUN_IN = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。；，：]{1,38}。")
_SLACK = 14  # of 20: a line of the title is that much wider than its words: digits may be wide, and no character more fits


def body(printed: Printed, marks: Marks) -> str:
    """The inside of `w:body` before its section properties."""
    out = [_title(printed.title, marks.title)]
    below_table = False
    for part in printed.parts:
        _part(part, marks, below_table, bool(printed.signature) and part is printed.parts[-1], out)
        below_table = part.table is not None
    if not printed.signature and below_table:
        out.append(paragraph('<w:pStyle w:val="BodyText"/>', ""))  # a table may not be the last thing of a body
    out += _signature(printed.signature, marks)
    return "".join(out)


def _title(title: str, spans: list[Span]) -> str:
    indent = _title_indent(title)
    wide = f'<w:ind w:left="{indent}" w:right="{indent}"/>' if indent else ""
    return paragraph(f'<w:pStyle w:val="Title"/>{wide}', runs(title, spans))


def _title_indent(title: str) -> int:
    """How far a title of two lines is set in on both sides so that it breaks between words, the longer line above."""
    whole = _width(title, _TITLE_SIZE)
    if whole <= TEXT_WIDTH:
        return 0
    best: tuple[int, int] | None = None
    for match in _TITLE_BREAK.finditer(title):
        first = _width(title[: match.start()], _TITLE_SIZE)
        second = whole - first
        room = first + _TITLE_SIZE * _SLACK // 20
        if second <= first and room <= TEXT_WIDTH and (best is None or first - second < best[0]):
            best = (first - second, (TEXT_WIDTH - room) // 2)
    return best[1] if best else 0


def _part(part: Part, marks: Marks, below_table: bool, above_signature: bool, out: list[str]) -> None:
    if part.heading:
        before = f' w:before="{LINE // 2}"' if below_table else ""
        after = f' w:after="{LINE // 8}"' if part.table and not part.paragraphs else ""
        spacing = f"<w:spacing{before}{after}/>" if before or after else ""
        out.append(paragraph(f'<w:pStyle w:val="Heading1"/>{spacing}', commented(run(part.heading), marks.headings[part.key])))
    for number, text in enumerate(part.paragraphs):
        spans = marks.texts[part.key, number]
        if part.heading and is_sub_heading(text):
            out.append(paragraph('<w:pStyle w:val="Heading2"/>', runs(text, spans)))
            continue
        # The signature never stands alone on a page (GB/T 9704 7.3.5.4).
        keep = "<w:keepNext/>" if above_signature and number == len(part.paragraphs) - 1 else ""
        lead = _RUN_IN.match(text) if part.heading else None
        styled = (lead.end(), '<w:rStyle w:val="LeadIn"/>') if lead else (0, "")
        out.append(paragraph(f'<w:pStyle w:val="BodyText"/>{keep}', runs(text, spans, styled)))
    if part.table:
        out.append(table(part.table, marks))


def _signature(lines: tuple[str, ...], marks: Marks) -> list[str]:
    """The lines of the signature: the date four characters from the right, the agency centred above it."""
    widths = [_width(line, _BODY_SIZE) for line in lines]
    dates = [width for line, width in zip(lines, widths, strict=True) if _DATE.fullmatch(line.strip())]
    axis = _DATE_FROM_RIGHT + dates[-1] // 2 if dates else 0
    if dates:
        # An agency too long for that pushes both to the left: nothing stands outside the type area.
        axis = max(axis, *(width // 2 for width in widths if width <= TEXT_WIDTH), 0)
    out = []
    for number, (line, width) in enumerate(zip(lines, widths, strict=True)):
        right = max(axis - width // 2, 0) if dates else min(_DATE_FROM_RIGHT, max(TEXT_WIDTH - width, 0))
        above = f'<w:spacing w:before="{2 * LINE}"/>' if number == 0 else ""
        keep = "<w:keepNext/>" if number < len(lines) - 1 else ""
        properties = f'<w:pStyle w:val="SignatureLine"/>{keep}{above}<w:ind w:right="{right}"/>'
        out.append(paragraph(properties, runs(line, marks.texts[SIGNATURE, number])))
    return out


def _width(text: str, size: int) -> int:
    """How wide text is set: a character is as wide as its size, a Latin one half, with a quarter between the two."""
    return sum(size if ord(char) > 0x2E7F or char in "—…“”‘’" else size // 2 for char in text) + (
        size // 4 * len(_MEETING.findall(text))
    )
