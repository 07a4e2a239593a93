"""File forms only LibreOffice writes. Many files at a time, because starting it is what costs."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from .base import Rendered

FILTERS = {
    "txt": "txt:Text (encoded):UTF8",
    "doc": "doc:MS Word 97",
    "xls": "xls:MS Excel 97",
}


def program() -> str | None:
    """LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(files: list[Rendered], target: str) -> list[Rendered]:
    """All files in another form ("pdf", "html", "doc", "rtf", "odt", "txt", "xls", "ods"), in order.

    Raises RuntimeError where LibreOffice is missing or leaves one out.
    """
    soffice = program()
    if soffice is None:
        raise RuntimeError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        base = Path(folder)
        sources = []
        for n, file in enumerate(files):
            source = base / f"r{n:04}.{file.name.rsplit('.', 1)[-1]}"
            source.write_bytes(file.data)
            sources.append(str(source))
        out = base / "out"
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation=file://{base}/profile",
                "--headless",
                "--convert-to",
                FILTERS.get(target, target),
                "--outdir",
                str(out),
                *sources,
            ],
            check=True,
            capture_output=True,
            timeout=120 + 10 * len(files),
        )
        made = [out / f"{Path(s).stem}.{target}" for s in sources]
        missing = [path.name for path in made if not path.exists()]
        if missing:
            raise RuntimeError(f"LibreOffice left out {missing}")
        return [Rendered(path.read_bytes(), f"report.{target}") for path in made]
