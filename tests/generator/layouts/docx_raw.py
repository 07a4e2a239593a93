"""Word files written as XML: what Word and WPS themselves leave in a document that people worked on."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from xml.sax.saxutils import escape

from ..flow import Piece, pieces
from ..grids import Box, Grid
from ..model import Report
from .base import Rendered, layout

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = f"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{WORD}.numbering+xml"/>
</Types>"""
RELS = f"""<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{REL}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
DOCUMENT_RELS = f"""<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{REL}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{REL}/numbering" Target="numbering.xml"/>
</Relationships>"""
STYLES = f"""<?xml version="1.0" encoding="UTF-8"?><w:styles {NS}>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
</w:styles>"""
NUMBERING = f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering {NS}>
<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>
<w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""

BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
BORDERS = f"<w:tblBorders>{BORDERS}</w:tblBorders>"


def run(text: str) -> str:
    """A run; line ends become hard breaks."""
    parts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n")]
    return '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>' + "<w:br/>".join(parts) + "</w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    """A paragraph of finished runs."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def table(grid: Grid, cell: Callable[[Box], str]) -> str:
    """A table with gridSpan and vMerge; a ragged row simply ends early."""
    share = 8300 / sum(grid.widths)  # twips: what a page with usual margins has room for
    wide = [int(w * share) for w in grid.widths]
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in wide)
    raster, starts = grid.raster(), [{c for c, _ in row} for row in grid.origins()]
    rows = []
    for r, line in enumerate(raster):
        cells, c = [], 0
        while c < grid.width:
            box = line[c]
            if box is None:
                c += 1
                continue
            begins = c in starts[r]
            span = f'<w:gridSpan w:val="{box.cols}"/>' if box.cols > 1 else ""
            merge = "" if box.rows == 1 else '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
            inner = cell(box) if begins else "<w:p/>"
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{sum(wide[c : c + box.cols])}" w:type="dxa"/>{span}{merge}</w:tcPr>{inner}</w:tc>'
            )
            c += box.cols
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr>{BORDERS}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def pack(body: str, *, more: dict[str, bytes] | None = None) -> Rendered:
    """The zip."""
    out = io.BytesIO()
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    xml = f"{declaration}<w:document {NS}><w:body>{body}<w:sectPr/></w:body></w:document>"
    members = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": xml,
        "word/_rels/document.xml.rels": DOCUMENT_RELS,
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
    } | (more or {})
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name, (2024, 1, 5, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return Rendered(out.getvalue(), "report.docx")


def body(report: Report, cell: Callable[[Box], str], say: Callable[[Piece], str], *, split: bool = False) -> str:
    """All pieces as XML."""
    out = []
    for piece in pieces(report, split_table2=split):
        out.append(table(piece.grid, cell) if piece.grid is not None else say(piece))
    return "".join(out)


def _plain_say(piece: Piece) -> str:
    place = {"title": '<w:jc w:val="center"/>', "end": '<w:jc w:val="right"/>'}.get(piece.kind, "")
    return paragraph(run(piece.text), place)


@layout("docx_tracked", "docx", "picture spaces")
def tracked(report: Report, rng: Random) -> Rendered:
    """Changes still tracked: accepted text in w:ins, what was there before in w:del, moved runs, an inserted paragraph."""

    def revised(text: str) -> str:
        if len(text) < 1 or rng.random() < 0.5:
            return run(text)
        old = f'<w:del w:id="1" w:author="审核"><w:r><w:delText>{rng.choice(["7", "13", "旧稿"])}</w:delText></w:r></w:del>'
        cut = rng.randint(0, len(text) - 1)
        new = f'<w:ins w:id="2" w:author="审核" w:date="2024-01-03T09:00:00Z">{run(text[cut:])}</w:ins>'
        return run(text[:cut]) + old + new if cut else old + new

    def cell(box: Box) -> str:
        return paragraph(revised(box.text))

    def say(piece: Piece) -> str:
        gone = ""
        if rng.random() < 0.15:
            gone = '<w:p><w:pPr><w:rPr><w:del w:id="5" w:author="审核"/></w:rPr></w:pPr>'
            words = f"<w:r><w:delText>{report.year - 3}年共公开信息1条。</w:delText></w:r>"
            gone += f'<w:del w:id="6" w:author="审核">{words}</w:del></w:p>'
        if piece.kind == "text" and rng.random() < 0.15:
            moved = f'<w:moveTo w:id="8" w:author="审核">{run(piece.text)}</w:moveTo>'
            gone += f'<w:p><w:moveFrom w:id="7" w:author="审核">{run(piece.text)}</w:moveFrom></w:p>'
            return gone + paragraph(moved)
        return gone + paragraph(revised(piece.text))

    return pack(body(report, cell, say))


@layout("docx_numbered", "docx", "picture spaces")
def numbered(report: Report, rng: Random) -> Rendered:
    """Section and sub-topic numbers are automatic: they stand in numbering.xml, not in the text.

    A level is numbered so only where all its headings can be; else Word would count past the others.
    """
    flow = list(pieces(report, split_table2=rng.random() < 0.5))
    automatic = {
        "heading": _counted(flow, "heading", "[一二三四五六]、"),
        "subheading": _counted(flow, "subheading", "（[一二三四五]）"),
    }
    automatic["subheading"] &= automatic["heading"]

    def say(piece: Piece) -> str:
        match = re.match("[一二三四五六]、(.*)|（[一二三四五]）(.*)", piece.text)
        if match and automatic.get(piece.kind):
            level = 0 if match[1] else 1
            number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
            return paragraph(run(match[1] or match[2]), ('<w:pStyle w:val="1"/>' if level == 0 else "") + number)
        return _plain_say(piece)

    def cell(box: Box) -> str:
        return paragraph(run(box.text))

    return pack("".join(table(piece.grid, cell) if piece.grid is not None else say(piece) for piece in flow))


def _counted(flow: list[Piece], kind: str, number: str) -> bool:
    heads = [bool(re.match(number, piece.text)) for piece in flow if piece.kind == kind]
    others = [piece for piece in flow if piece.kind == "text" and re.match(number, piece.text)]
    return bool(heads) and all(heads) and not others


@layout("docx_breaks", "docx", "picture spaces")
def breaks(report: Report, rng: Random) -> Rendered:
    """Hard line breaks and several paragraphs inside labels, runs of one letter, tabs, proofing marks, bookmarks."""

    def cell(box: Box) -> str:
        if box.head and len(box.text) > 3 and rng.random() < 0.6:
            cut = rng.randint(2, len(box.text) - 1)
            if rng.random() < 0.5:
                return paragraph(run(box.text[:cut] + "\n" + box.text[cut:]))
            return paragraph(run(box.text[:cut])) + paragraph(run(box.text[cut:]))
        if rng.random() < 0.2:
            return paragraph(run(box.text)) + "<w:p/>"
        return paragraph(
            '<w:proofErr w:type="spellStart"/>'
            + "".join(run(c) for c in box.text)
            + '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
        )

    def say(piece: Piece) -> str:
        return paragraph(
            run("　　" if piece.kind == "text" else "") + "".join(run(part) for part in re.findall(".{1,7}", piece.text))
        )

    return pack(body(report, cell, say))


@layout("docx_controls", "docx", "picture spaces")
def controls(report: Report, rng: Random) -> Rendered:
    """Content controls around paragraphs, cells and rows, smart tags, fields, hidden runs, alternate content."""

    def wrap(inner: str) -> str:
        return f"<w:sdt><w:sdtPr><w:id w:val='3'/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    def cell(box: Box) -> str:
        kind = rng.randint(0, 4)
        if kind == 0:
            return paragraph(wrap(run(box.text)))
        if kind == 1:
            return paragraph(f'<w:smartTag w:uri="x" w:element="chmetcnv">{run(box.text)}</w:smartTag>')
        if kind == 2:
            field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(LEFT) </w:instrText></w:r>'
            field += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            return paragraph(field + run(box.text) + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        if kind == 3:
            return wrap(paragraph(run(box.text)))
        return paragraph(run(box.text))

    def say(piece: Piece) -> str:
        return wrap(_plain_say(piece)) if rng.random() < 0.4 else _plain_say(piece)

    return pack(body(report, cell, say, split=True))
