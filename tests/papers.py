"""The smallest files that open: what tests hand in where any scan or photo will do."""

from __future__ import annotations

import io

from PIL import Image

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 120]>>endobj trailer<</Root 1 0 R>>\n"
)
"""One blank page. Whatever follows it, it still opens."""


def jpeg() -> bytes:
    """A grey photo."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(out, "JPEG")
    return out.getvalue()
