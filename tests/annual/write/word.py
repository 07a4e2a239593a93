"""What Word sees in a .docx: its parts, the order the schema demands, what each comment says and encloses."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gongkai.annual.write.plan import Printed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
    "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal "
    "personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic",
    "settings": "writeProtection view zoom removePersonalInformation removeDateAndTime embedTrueTypeFonts embedSystemFonts "
    "saveSubsetFonts mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop "
    "hideSpellingErrors hideGrammaticalErrors proofState trackRevisions documentProtection defaultTabStop autoHyphenation "
    "evenAndOddHeaders bookFoldPrinting drawingGridHorizontalSpacing drawingGridVerticalSpacing "
    "displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin "
    "noPunctuationKerning characterSpacingControl footnotePr endnotePr compat docVars rsids themeFontLang clrSchemeMapping "
    "decimalSymbol listSeparator",
    "compat": "spaceForUL balanceSingleByteDoubleByteWidth doNotLeaveBackslashAlone ulTrailSpace doNotExpandShiftReturn "
    "adjustLineHeightInTable useFELayout compatSetting",
    "body": None,
}
"""Element → its children in the order of ECMA-376 (transitional), as far as a report may use them; None: sectPr is last."""


def parts(data: bytes) -> dict[str, etree._Element]:
    """Every XML part of a .docx, parsed. Raises where one is not well-formed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if not name.endswith("/")}


def disorders(root: etree._Element) -> list[str]:
    """Where a part has its elements in an order, or of a name, that Word refuses."""
    out = []
    for element in root.iter(W + "*"):
        name = _local(element)
        children = [_local(child) for child in element if isinstance(child.tag, str)]
        if name == "body":
            if children.count("sectPr") != 1 or children[-1] != "sectPr" or children[-2] != "p":
                out.append("body does not end with a paragraph and sectPr")
            continue
        allowed = (ORDER.get(name) or "").split()
        if not allowed:
            continue
        if unknown := [child for child in children if child not in allowed]:
            out.append(f"{name} has {unknown}")
            continue
        if children != sorted(children, key=allowed.index):
            out.append(f"{name}: {children}")
        once = [c for c, n in Counter(children).items() if n > 1 and c not in _MANY]
        out += [f"{name} has {c} twice" for c in once]
        if name == "tc" and children[-1:] != ["p"]:
            out.append("a cell without a paragraph")
    return out


_MANY = {"tr", "tc", "p", "footerReference", "headerReference", "style", "compatSetting"}


@dataclass(frozen=True)
class Comment:
    """A comment: its lines, and the words it encloses with their paragraph, its style, and the cell it stands in
    (`table3.total.natural_person`, or a label's text)."""

    number: int
    lines: list[str]
    words: str
    paragraph: str
    style: str
    cell: str | None


def comments(data: bytes, printed: Printed) -> list[Comment]:
    """The comments of a document, each anchored once, in the order of their numbers."""
    found = parts(data)
    if "word/comments.xml" not in found:
        return []
    body = found["word/document.xml"]
    cells = _cells(body, printed)
    texts = {int(c.get(W + "id", "")): [_text(p) for p in c.iter(W + "p")] for c in found["word/comments.xml"]}
    starts = {int(e.get(W + "id", "")): e for e in body.iter(W + "commentRangeStart")}
    counts = Counter((_local(e), e.get(W + "id")) for e in body.iter() if _local(e).startswith("comment"))
    assert set(counts.values()) <= {1}, counts
    for kind in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert {int(i or "") for name, i in counts if name == kind} == set(texts), kind
    assert len(texts) == len(found["word/comments.xml"])
    return [_comment(n, texts[n], starts[n], cells) for n in sorted(texts)]


def _comment(number: int, lines: list[str], start: etree._Element, cells: dict[etree._Element, str]) -> Comment:
    paragraph = start.getparent()
    assert paragraph is not None and _local(paragraph) == "p"
    words = []
    for element in start.itersiblings():
        if _local(element) == "commentRangeEnd" and element.get(W + "id") == start.get(W + "id"):
            break
        words.append(_text(element))
    else:
        raise AssertionError(f"comment {number} ends in another paragraph")
    cell = next(paragraph.iterancestors(W + "tc"), None)
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = style.get(W + "val", "") if style is not None else ""
    return Comment(number, lines, "".join(words), _text(paragraph), name, None if cell is None else cells[cell])


def _cells(body: etree._Element, printed: Printed) -> dict[etree._Element, str]:
    """Each cell of the tables: where it is, or its label."""
    out = {}
    tables = [part.table for part in printed.parts if part.table]
    for table, element in zip(tables, body.iter(W + "tbl"), strict=True):
        for row, line in zip(table.rows, element.iter(W + "tr"), strict=True):
            own = [c for c in line.iter(W + "tc") if not _continues(c)]
            out.update({c: cell.where or cell.text for cell, c in zip(row, own, strict=True)})
    return out


def _continues(cell: etree._Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(W + "val") == "continue"


def grid_rows(data: bytes) -> Iterator[tuple[int, int]]:
    """(columns of the grid, columns the cells of a row span) of every row of every table."""
    for table in parts(data)["word/document.xml"].iter(W + "tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.iter(W + "tr"):
            spans = (c.find(f"{W}tcPr/{W}gridSpan") for c in row.iter(W + "tc"))
            yield columns, sum(1 if s is None else int(s.get(W + "val", "")) for s in spans)


def _text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t"))


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
