"""Outside programs that tests run for real: whether they are here, and how they are called."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"


def chromium() -> str | None:
    """The browser the screens are tried in."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def postgres() -> Path | None:
    """The folder of PostgreSQL's server programs, newest version first. Debian keeps them off the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]), reverse=True)
    if debian:
        return debian[0].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def _prints(command: list[str], word: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return word in subprocess.run(command, capture_output=True, text=True, check=False).stdout


TOOLS = {
    "soffice": lambda: shutil.which("soffice") is not None,
    "chromium": lambda: chromium() is not None,
    "tesseract": lambda: _prints(["tesseract", "--list-langs"], "chi_sim"),
    "postgres": lambda: postgres() is not None,
    "pdftotext": lambda: shutil.which("pdftotext") is not None,
    "fonts": lambda: _prints(["fc-list", ":lang=zh-cn", "family"], "CJK"),
    "axe": AXE.exists,
    "linters": (REPOSITORY / "node_modules/.bin/stylelint").exists,
}


@cache
def has(tool: str) -> bool:
    """Whether a tool named in `needs` is here. Raises KeyError for a name that is none."""
    return TOOLS[tool]()
