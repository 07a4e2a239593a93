"""How much a file may cost before it is refused. Every reader takes the same limits."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file. Sizes in bytes unless said otherwise.

    The defaults leave room for the thickest real report (a province's scan of some hundred pages) and stop what only
    an attacker or an accident would hand in.
    """

    max_bytes: int = 100 * MIB
    """The file itself."""
    max_unpacked_bytes: int = 300 * MIB
    """All members of a zip (docx, xlsx, odt, ofd, an archive of reports) together, unpacked."""
    max_ratio: int = 400
    """Unpacked size over packed size of one zip member; looked at only from `ratio_floor` on."""
    ratio_floor: int = 16 * MIB
    """Members smaller than this are never bombs: spreadsheets of blanks pack a thousandfold."""
    max_members: int = 20_000
    """Members of one zip."""
    max_depth: int = 64
    """Tables in tables, archives in archives, list levels."""
    max_markup_depth: int = 512
    """Open block elements at once in HTML; browsers stop at the same depth."""
    max_pages: int = 500
    """Pages of a PDF, OFD or scan."""
    max_cells: int = 1_000_000
    """Positions of all tables' rasters together (rows × columns)."""
    max_text: int = 10_000_000
    """Characters of all text together."""
    seconds: float = 60.0
    """Wall-clock for one file, where it is read in a process of its own (PDF, OCR, LibreOffice)."""
