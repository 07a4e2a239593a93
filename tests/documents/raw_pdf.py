"""PDF files object by object, for what no typesetter writes: odd structure, encryption, endless nesting."""

from __future__ import annotations

from collections.abc import Sequence


def pdf(objects: Sequence[str | bytes], trailer: str = "") -> bytes:
    """A file of the objects (the first is the catalogue), numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        body = content.encode("latin-1") if isinstance(content, str) else content
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: str, entries: str = "") -> str:
    return f"<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream"


def one_page(content: str, *, page: str = "", resources: str = "", more: tuple[str, ...] = ()) -> bytes:
    """One page of 400 × 400 points with Helvetica as /F; further objects are numbered from 6."""
    return pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R "
            f"/Resources << /Font << /F 5 0 R >> {resources} >> {page} >>",
            stream(content),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *more,
        ]
    )


def text(x: float, y: float, words: str, size: float = 10) -> str:
    return f"BT /F {size} Tf {x} {y} Td ({words}) Tj ET\n"


def ruled(x: float, y: float, columns: int, rows: int, width: float = 60, height: float = 20) -> str:
    """Stroked lines of an even table whose lower left corner is at (x, y)."""
    out = []
    for r in range(rows + 1):
        out.append(f"{x} {y + r * height} m {x + columns * width} {y + r * height} l S")
    for c in range(columns + 1):
        out.append(f"{x + c * width} {y} m {x + c * width} {y + rows * height} l S")
    return "\n".join(out) + "\n"
