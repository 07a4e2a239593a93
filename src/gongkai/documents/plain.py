"""The text of any file as bytes, for a child process: `sandbox.run(plain.TARGET, data, name)`."""

from __future__ import annotations

from gongkai.documents import read

TARGET = "gongkai.documents.plain:work"


def work(data: bytes, name: str) -> bytes:
    """The text of a file in UTF-8, a line a paragraph, cells tab-separated. Raises Unreadable."""
    return read(data, name).plain_text().encode("utf-8", "replace")
