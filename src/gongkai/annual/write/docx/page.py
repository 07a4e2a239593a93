"""The page of GB/T 9704-2012: A4, margins, type area, grid. Lengths are twips (a twentieth of a point, 1/1440 inch)."""

from __future__ import annotations


def _mm(length: float) -> int:
    return round(length * 1440 / 25.4)


WIDTH, HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = _mm(37), _mm(35), _mm(28), _mm(26)
TEXT_WIDTH = WIDTH - LEFT - RIGHT
LINES, CHARACTERS = 22, 28
LINE = (HEIGHT - TOP - BOTTOM) // LINES
"""The pitch of lines: 22 of them fill the type area."""
BODY = 32
"""The size of the text in half-points: 3号."""
_CHARACTER_SPACE = int((TEXT_WIDTH / CHARACTERS - BODY * 10) / 20 * 4096)
"""What is added to the width of a character so that 28 fill a line, in 4096ths of a point."""
CHARACTER_SPACING = TEXT_WIDTH // CHARACTERS - BODY * 10 - 1
"""The same as the spacing of the characters. The page says its grid, but words are set by this: LibreOffice gives a
character wider than its cell of the grid two cells, and needs a little room to set the last of 28."""
_FOOTER = _mm(25.5)
"""From the lower edge of the paper to the foot of the page number: its dash stands 7 mm below the type area."""

SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rIdOdd"/><w:footerReference w:type="even" r:id="rIdEven"/>'
    f'<w:pgSz w:w="{WIDTH}" w:h="{HEIGHT}"/>'
    f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" '
    f'w:header="851" w:footer="{_FOOTER}" w:gutter="0"/><w:cols w:space="425"/>'
    f'<w:docGrid w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="{_CHARACTER_SPACE}"/></w:sectPr>'
)
