"""Write the sample reports of 年报体检 (src/gongkai/portal/samples) out of samples/*.yaml.

Run after a change of the sources: `.venv/bin/python tests/portal/build_samples.py`. The PDF needs LibreOffice.
The tables are laid out by the form definitions; no label of a form is typed in a source.
"""

from __future__ import annotations

import html
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import yaml
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from gongkai.annual.forms import Form, form
from gongkai.annual.forms.layout import LayoutCell, layout

SOURCES = Path(__file__).parent / "samples"
TARGET = Path(__file__).resolve().parents[2] / "src/gongkai/portal/samples"
WRITTEN = {
    "qinghe_2023": "docx",
    "baishidu_2023": "txt",
    "ziran_2024": "html",
    "tingsong_2023": "txt",
    "tingsong_2024": "docx",
    "jiaoyu_2022": "pdf",
}


def source(name: str) -> dict[str, Any]:
    """A sample's source."""
    data: dict[str, Any] = yaml.safe_load((SOURCES / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


def value(data: dict[str, Any], table: str, cell: LayoutCell) -> str:
    """What a value cell prints: tables two by name, three and four by place, zero where the source says nothing."""
    row = data[table].get(cell.row, {})
    if isinstance(row, list):
        keys = [c.key for c in form(data["form"]).tables[table].columns]
        row = dict(zip(keys, row, strict=True))
    found = row.get(cell.column, 0)
    return "" if found is None else str(found)


def parts(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """("paragraph" | "heading" | "end", text) and ("table", key) in order."""
    definition: Form = form(data["form"])
    tables = {t.section: key for key, t in definition.tables.items()}
    out: list[tuple[str, Any]] = [("paragraph", line) for line in data["intro"].splitlines()]
    for section in definition.sections:
        out.append(("heading", section.heading))
        out += [("paragraph", line) for line in data["sections"].get(section.key, "").splitlines()]
        if section.key in tables:
            out.append(("table", tables[section.key]))
    return out + [("end", line) for line in data["end"].splitlines()]


def as_text(data: dict[str, Any]) -> bytes:
    """One cell a line, as a page copied into a text file looks."""
    lines = [data["title"], ""]
    for kind, content in parts(data):
        if kind != "table":
            lines += [content, ""] if kind != "heading" else [content]
            continue
        for row in layout(data["form"], content):
            lines += [value(data, content, c) if c.kind == "value" else c.text for c in row]
    return "\n".join(lines).encode()


def as_html(data: dict[str, Any]) -> bytes:
    """A whole page of a site, with navigation around the article."""
    body: list[str] = []
    for kind, content in parts(data):
        if kind == "table":
            body.append('<table class="MsoTable" border="1" cellspacing="0">')
            for row in layout(data["form"], content):
                body.append("<tr>" + "".join(_html_cell(data, content, c) for c in row) + "</tr>")
            body.append("</table>")
        else:
            text = html.escape(content)
            body.append(f"<p><strong>{text}</strong></p>" if kind == "heading" else f"<p><span>&emsp;&emsp;{text}</span></p>")
    title = html.escape(data["title"])
    page = f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}_云水县自然资源局</title></head>
<body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/bsfw/">办事服务</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/nb/">政府信息公开年报</a></div>
<div class="article"><h1>{title}</h1>
<div class="info">发布时间：2025-01-20　来源：云水县自然资源局　字体：大 中 小</div>
<div class="TRS_Editor">
{chr(10).join(body)}
</div></div>
<div class="footer">主办：云水县自然资源局　网站地图　联系我们</div>
</body></html>
"""
    return page.encode()


def _html_cell(data: dict[str, Any], table: str, cell: LayoutCell) -> str:
    text = value(data, table, cell) if cell.kind == "value" else cell.text
    spans = "".join(f' {name}="{n}"' for name, n in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if n > 1)
    return f"<td{spans}><p>{html.escape(text) or '&nbsp;'}</p></td>"


def write_docx(data: dict[str, Any], path: Path) -> None:
    """A Word document with merged cells."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "FangSong", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(data["title"])
    run.bold, run.font.size = True, Pt(18)
    for kind, content in parts(data):
        if kind == "table":
            _docx_table(document, data, content)
            continue
        paragraph = document.add_paragraph()
        paragraph.add_run(content).bold = kind == "heading"
        if kind == "end":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.core_properties.author = ""
    document.core_properties.title = data["title"]
    document.save(str(path))


def _docx_table(document: Any, data: dict[str, Any], key: str) -> None:
    rows = layout(data["form"], key)
    width = sum(c.colspan for c in rows[0])
    grid = document.add_table(len(rows), width)
    grid.style = "Table Grid"
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            text = value(data, key, cell) if cell.kind == "value" else cell.text
            target = grid.cell(r, c)
            if cell.rowspan > 1 or cell.colspan > 1:
                target = target.merge(grid.cell(r + cell.rowspan - 1, c + cell.colspan - 1))
            run = target.paragraphs[0].add_run(text)
            run.font.size = Pt(9)
            taken |= {(r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            c += cell.colspan


def write_pdf(data: dict[str, Any], path: Path) -> None:
    """A PDF by way of Word and LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder) / f"{path.stem}.docx"
        write_docx(data, word)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(word)], check=True, capture_output=True, timeout=120)
        path.write_bytes(word.with_suffix(".pdf").read_bytes())


def build() -> None:
    """Write every sample."""
    for name, kind in WRITTEN.items():
        data, path = source(name), TARGET / f"{name}.{kind}"
        if kind == "txt":
            path.write_bytes(as_text(data))
        elif kind == "html":
            path.write_bytes(as_html(data))
        elif kind == "docx":
            write_docx(data, path)
        else:
            write_pdf(data, path)
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    build()
