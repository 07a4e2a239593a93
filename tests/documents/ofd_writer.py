"""Writes small OFD files the way different producers do: several namespaces, path styles, and ways to place text and lines."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from tests.documents.made_tables import Made

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Style:
    """How a producer writes. All lengths are millimetres."""

    prefix: str = "ofd"
    """Namespace prefix; "" for a default namespace, "-" for no namespace at all."""
    absolute: bool = False
    """Locations from the root of the package instead of relative ones."""
    text: str = "line"
    """line: one TextCode a line with DeltaX; char: one TextObject a character; row: one TextCode for a whole table row;
    block: one TextObject with a TextCode a line; scaled: Size 1 and a CTM."""
    lines: str = "path"
    """path: one PathObject a line; fill: thin filled boxes; joined: all lines in one path; rect: a frame per cell."""
    template: bool = False
    """Page furniture in a template page."""
    size: float = 3.7


@dataclass
class Page:
    texts: list[tuple[float, float, str]] = field(default_factory=list)
    """x of the first character, y of the baseline, text."""
    rows: list[list[tuple[float, float, str]]] = field(default_factory=list)
    """The same for table text: lists of one table line each, left to right."""
    lines: list[Box] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)


WIDTH, HEIGHT = 210.0, 297.0


def advance(char: str, size: float) -> float:
    return size if ord(char) >= 0x2E80 else size / 2


class OfdWriter:
    """Lays out lines of text and tables on pages; `data()` gives the file."""

    def __init__(self, style: Style, bottom: float = 270.0) -> None:
        self.style = style
        self.bottom = bottom
        self.pages = [Page()]
        self.y = 30.0

    def break_page(self) -> None:
        self.pages.append(Page())
        self.y = 30.0

    def line(self, text: str, x: float = 28.0) -> None:
        """One line of text as it is."""
        if self.y + 7 > self.bottom:
            self.break_page()
        self.pages[-1].texts.append((x, self.y + 5, text))
        self.y += 7

    def table(self, cells: list[Made], widths: list[float], x: float = 25.0) -> None:
        """A ruled table; a row that does not fit goes to the next page, merged cells are cut there."""
        size, pitch = self.style.size, self.style.size * 1.5
        xs = [x]
        for width in widths:
            xs.append(xs[-1] + width)
        n_rows = max(c.row + c.rowspan for c in cells)
        wrapped = {id(c): _wrap(c.text, xs[c.col + c.colspan] - xs[c.col] - 2, size) for c in cells}
        heights = [8.0] * n_rows
        for cell in sorted(cells, key=lambda c: c.rowspan):
            need = len(wrapped[id(cell)]) * pitch + 2.5
            have = sum(heights[cell.row : cell.row + cell.rowspan])
            heights[cell.row + cell.rowspan - 1] += max(need - have, 0)
        row = 0
        while row < n_rows:
            end, y = row, self.y
            while end < n_rows and y + heights[end] <= self.bottom:
                y += heights[end]
                end += 1
            if end > row:
                self._part(cells, wrapped, xs, heights, row, end)
            row = end
            if row < n_rows:
                self.break_page()

    def _part(
        self, cells: list[Made], wrapped: dict[int, list[str]], xs: list[float], heights: list[float], first: int, end: int
    ) -> None:
        page = self.pages[-1]
        ys = [self.y]
        for height in heights[first:end]:
            ys.append(ys[-1] + height)
        for cell in cells:
            top, bottom = max(cell.row, first), min(cell.row + cell.rowspan, end)
            if top >= bottom:
                continue
            frame = (xs[cell.col], ys[top - first], xs[cell.col + cell.colspan], ys[bottom - first])
            page.frames.append(frame)
            x0, y0, x1, y1 = frame
            page.lines += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
            left = wrapped[id(cell)]
            fits = len(left) if bottom == cell.row + cell.rowspan else int((y1 - y0 - 2) / (self.style.size * 1.5))
            for k, text in enumerate(left[:fits]):
                page.rows.append([(x0 + 1, y0 + 1 + self.style.size * (1 + 1.5 * k), text)])
            wrapped[id(cell)] = left[fits:]
        self.y = ys[-1] + 5

    def data(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self._members().items():
                archive.writestr(name, content)
        return buffer.getvalue()

    def _members(self) -> dict[str, str]:
        base = "/Doc_0/" if self.style.absolute else ""
        pages = "".join(
            self._tag("Page", f'ID="{10 + i}" BaseLoc="{base}Pages/Page_{i}/Content.xml"') for i in range(len(self.pages))
        )
        template = self._tag("TemplatePage", f'ID="5" BaseLoc="{base}Tpls/Tpl_0/Content.xml"') if self.style.template else ""
        area = self._tag("PageArea", "", self._tag("PhysicalBox", "", f"0 0 {WIDTH} {HEIGHT}"))
        resources = self._tag("DocumentRes", "", "DocumentRes.xml")
        members = {
            "OFD.xml": self._root(
                "OFD",
                self._tag(
                    "DocBody",
                    "",
                    self._tag("DocInfo", "", self._tag("Title", "", "样例"))
                    + self._tag("DocRoot", "", "/Doc_0/Document.xml" if self.style.absolute else "Doc_0/Document.xml"),
                ),
            ),
            "Doc_0/Document.xml": self._root(
                "Document", self._tag("CommonData", "", area + resources + template) + self._tag("Pages", "", pages)
            ),
            "Doc_0/DocumentRes.xml": self._root(
                "Res",
                self._tag(
                    "MultiMedias",
                    "",
                    self._tag("MultiMedia", 'ID="90" Type="Image"', self._tag("MediaFile", "", "seal.png")),
                ),
                'BaseLoc="Res"',
            ),
            "Doc_0/Res/seal.png": "",
        }
        if self.style.template:
            members["Doc_0/Tpls/Tpl_0/Content.xml"] = self._content([self._line_of_text(90, 290, "政府信息公开年报")], "")
        for i, page in enumerate(self.pages):
            use = self._tag("Template", 'TemplateID="5" ZOrder="Background"') if self.style.template else ""
            members[f"Doc_0/Pages/Page_{i}/Content.xml"] = self._content(self._objects(page, i + 1), use)
        return members

    def _content(self, objects: list[str], before: str) -> str:
        return self._root("Page", before + self._tag("Content", "", self._tag("Layer", 'ID="1"', "".join(objects))))

    def _objects(self, page: Page, number: int) -> list[str]:
        out = self._drawn(page)
        for x, y, text in page.texts:
            out += self._text(x, y, text)
        if self.style.text == "row":
            by_line: dict[float, list[tuple[float, float, str]]] = {}
            for row in page.rows:
                by_line.setdefault(row[0][1], []).extend(row)
            for y, parts in by_line.items():
                out.append(self._whole_row(y, sorted(parts)))
        else:
            for row in page.rows:
                for x, y, text in row:
                    out += self._text(x, y, text)
        out += [
            self._tag("ImageObject", f'ID="1" ResourceID="90" Boundary="{a} {b} {c - a} {d - b}" CTM="{c - a} 0 0 {d - b} 0 0"')
            for a, b, c, d in page.images
        ]
        out += self._text(98, 285, f"— {number} —")
        return out

    def _text(self, x: float, y: float, text: str) -> list[str]:
        if not text:
            return []
        if self.style.text == "char":
            out = []
            for char in text:
                out.append(self._line_of_text(x, y, char))
                x += advance(char, self.style.size)
            return out
        return [self._line_of_text(x, y, text)]

    def _line_of_text(self, x: float, y: float, text: str) -> str:
        size = self.style.size
        steps = [advance(char, size) for char in text[:-1]]
        if self.style.text == "scaled":
            scale = size
            boundary = f'Boundary="{x} {y - size} 120 {size * 1.3}" CTM="{scale} 0 0 {scale} 0 0" Size="1"'
            code = self._tag("TextCode", f'X="0" Y="1" DeltaX="{_steps([s / scale for s in steps])}"', escape(text))
            return self._tag("TextObject", f'ID="2" Font="3" {boundary}', code)
        delta = f' DeltaX="{_steps(steps)}"' if steps else ""
        code = self._tag("TextCode", f'X="1" Y="{size}"{delta}', escape(text))
        box = f'Boundary="{x - 1} {y - size} {advance("国", size) * len(text) + 2} {size * 1.3}"'
        return self._tag("TextObject", f'ID="2" Font="3" Size="{size}" {box}', self._tag("FillColor", 'Value="0 0 0"') + code)

    def _whole_row(self, y: float, parts: list[tuple[float, float, str]]) -> str:
        text, steps, last = "", [], 0.0
        for x, _, part in parts:
            if not part:
                continue
            if text:
                steps.append(x - last)
            for k, char in enumerate(part):
                if k:
                    steps.append(advance(part[k - 1], self.style.size))
                last = x + sum(advance(c, self.style.size) for c in part[:k])
                text += char
        start = next((x for x, _, part in parts if part), 0.0)
        code = self._tag("TextCode", f'X="{start}" Y="{y}" DeltaX="{" ".join(f"{s:.4f}" for s in steps)}"', escape(text))
        return self._tag("TextObject", f'ID="2" Font="3" Size="{self.style.size}" Boundary="0 0 {WIDTH} {HEIGHT}"', code)

    def _drawn(self, page: Page) -> list[str]:
        if self.style.lines == "rect":
            return [
                self._path(f"M 0 0 L {c - a} 0 L {c - a} {d - b} L 0 {d - b} C", (a, b, c, d)) for a, b, c, d in page.frames
            ]
        lines = list(dict.fromkeys(page.lines))
        if self.style.lines == "joined":
            data = " ".join(f"M {a} {b} L {c} {d}" for a, b, c, d in lines)
            return [self._path(data, (0, 0, WIDTH, HEIGHT))] if lines else []
        if self.style.lines == "fill":
            out = []
            for a, b, c, d in lines:
                w, h = max(c - a, 0.2), max(d - b, 0.2)
                out.append(self._path(f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C", (a, b, c, d), 'Stroke="false" Fill="true"'))
            return out
        return [self._path(f"M 0 0 L {c - a} {d - b}", (a, b, c, d)) for a, b, c, d in lines]

    def _path(self, data: str, box: Box, more: str = "") -> str:
        a, b, c, d = box
        boundary = f'Boundary="{a} {b} {max(c - a, 0.2)} {max(d - b, 0.2)}"'
        return self._tag("PathObject", f'ID="4" LineWidth="0.25" {boundary} {more}', self._tag("AbbreviatedData", "", data))

    def _name(self, name: str) -> str:
        return name if self.style.prefix in ("", "-") else f"{self.style.prefix}:{name}"

    def _tag(self, name: str, attributes: str = "", content: str = "") -> str:
        return f"<{self._name(name)} {attributes}>{content}</{self._name(name)}>"

    def _root(self, name: str, content: str, attributes: str = "") -> str:
        uri = quoteattr("http://www.ofdspec.org/2016")
        prefix = self.style.prefix
        space = {"-": "", "": f"xmlns={uri}"}.get(prefix, f"xmlns:{prefix}={uri}")
        return f'<?xml version="1.0" encoding="UTF-8"?><{self._name(name)} {space} {attributes}>{content}</{self._name(name)}>'


def _steps(steps: list[float]) -> str:
    """DeltaX with equal steps written as "g n v"."""
    out: list[str] = []
    i = 0
    while i < len(steps):
        j = i
        while j < len(steps) and steps[j] == steps[i]:
            j += 1
        out.append(f"g {j - i} {steps[i]:.4f}" if j - i > 2 else " ".join(f"{s:.4f}" for s in steps[i:j]))
        i = j
    return " ".join(out)


def _wrap(text: str, width: float, size: float) -> list[str]:
    lines, line, used = [], "", 0.0
    for char in text:
        step = advance(char, size)
        if line and used + step > width:
            lines.append(line)
            line, used = "", 0.0
        line += char
        used += step
    return [*lines, line]
