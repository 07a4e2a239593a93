"""What the tests of handbooks share: a walk that collects the words of its screens and takes their pictures.

Every word in 【】 of a handbook must stand on a screen of its walk. With GONGKAI_PICTURES=1 a walk writes the pictures anew.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests import tools

HANDBOOKS = tools.REPOSITORY / "docs/user"
LARGEST = 150 * 1024
SCREEN = {"width": 1120, "height": 720}
PHONE = {"width": 390, "height": 720}
WRITE = os.environ.get("GONGKAI_PICTURES") == "1"


class Walk:
    """Collects the words of the screens that are passed, and takes their pictures where asked to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words = ""

    def see(self, picture: str = "", at: str = "", above: int = 70) -> None:
        """Remember this screen; `picture`: take it, with the element `at` that far below the upper edge."""
        self.words += re.sub(r"\s+", " ", self.page.text_content("body") or "")
        if picture and WRITE:
            scroll = "(e, above) => window.scrollTo(0, e.getBoundingClientRect().top + window.pageYOffset - above)"
            if at:
                self.page.locator(at).first.evaluate(scroll, above)
            (HANDBOOKS / "图").mkdir(exist_ok=True)
            with Image.open(io.BytesIO(self.page.screenshot())) as taken:
                # Screens have few colours; with a palette a picture is a third as large.
                taken.convert("RGB").quantize(96).save(HANDBOOKS / "图" / f"{picture}.png", optimize=True)


def unsaid(handbook: Path, words: str) -> list[str]:
    """What the handbook says stands on a screen, and no screen of the walk had."""
    text = handbook.read_text(encoding="utf-8").replace("【】", "")
    return [word for word in dict.fromkeys(re.findall("【(.+?)】", text)) if word not in words]
