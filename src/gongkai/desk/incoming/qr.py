"""A QR code as one path of an SVG: no picture file, no style, sharp on any paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Drawn:
    """`path` in a square of `side` units, the quiet zone of four units included."""

    side: int
    path: str


def drawn(text: str) -> Drawn:
    """The code of a text, with the error correction for a poster that hangs outdoors (Q: a quarter may be damaged)."""
    from qrcode import QRCode  # type: ignore[import-untyped]
    from qrcode.constants import ERROR_CORRECT_Q  # type: ignore[import-untyped]

    code = QRCode(error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1H{start}z")
            x += 1
    return Drawn(len(rows), "".join(runs))
