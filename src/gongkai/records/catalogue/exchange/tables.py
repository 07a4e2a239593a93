"""A file → its tables: rows with the numbers people see beside them, and the words in front of each table.

A merged cell says its value in every cell it covers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.documents.rows import NumberedRow


@dataclass(slots=True)
class Table:
    """`name`: how people find it (工作表“社会救助”, 第 2 张表). `words`: sheet name or paragraphs above it, in order."""

    name: str
    rows: list[NumberedRow]
    words: list[str] = field(default_factory=list)


def tables_of(data: bytes, name: str) -> tuple[list[Table], list[str]]:
    """The tables of a workbook or document, and the paragraphs behind the last one. Raises documents.Unreadable."""
    from gongkai import documents
    from gongkai.documents.rows import SHEETS, read_rows

    if documents.sniff(data, name) in SHEETS:
        sheets = read_rows(data, name)
        return [Table(f"工作表“{sheet.name}”", sheet.rows, [sheet.name]) for sheet in sheets], []
    return _of_document(data, name)


def _of_document(data: bytes, name: str) -> tuple[list[Table], list[str]]:
    from gongkai import documents
    from gongkai.documents.model import Grid, Paragraph

    tables: list[Table] = []
    words: list[str] = []
    for block in documents.read(data, name).blocks:
        if isinstance(block, Paragraph):
            words.append(block.text)
        elif isinstance(block, Grid):
            rows = [tuple(cell.text if cell else "" for cell in row) for row in block.matrix()]
            numbered = [NumberedRow(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
            tables.append(Table(f"第 {len(tables) + 1} 张表", numbered, words))
            words = []
    return tables, words
