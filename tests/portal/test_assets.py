"""Templates and assets: nothing inline, nothing from elsewhere, nothing newer than Chromium 86, every word translatable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import tools

SOURCE = tools.REPOSITORY / "src/gongkai"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
ASSETS = [path for path in sorted(SOURCE.rglob("static/**/*")) if "vendor" not in path.parts]
STYLES, SCRIPTS = [p for p in ASSETS if p.suffix == ".css"], [p for p in ASSETS if p.suffix == ".js"]
NEWER_STYLES = r":has\(|:is\(|:where\(|@container|@layer|^\s*&|\binset:|aspect-ratio|\bdvh\b|color-mix\(|\blch\(|subgrid"
NEWER_SCRIPTS = r"\?\.|\?\?=|\.at\(|replaceAll\(|structuredClone|^\s*await |import\(|^\s*import |randomUUID|findLast"


def name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_no_inline_script_or_style_and_no_foreign_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (
        re.findall(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|<script(?![^>]*\bsrc=)|(?:src|href|action)=.https?://", text)
        == []
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_word_of_a_template_can_be_translated(path: Path) -> None:
    if path.name in ("400.html", "500.html"):  # shown when nothing works any more, so they stand alone
        return
    tags = r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}|{#.*?#}"
    text = re.sub(tags, "", path.read_text(encoding="utf-8"), flags=re.S)
    assert re.findall(r"[\u4e00-\u9fff]+", text) == []


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_a_stylesheet_needs_no_newer_browser_and_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(NEWER_STYLES, text, re.M) == []
    assert re.findall(r"https?://|@import|url\(", text) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_needs_no_newer_browser_and_holds_no_words_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(NEWER_SCRIPTS, text, re.M) == []
    assert re.findall(r"https?://|\beval\(|new Function|[\u4e00-\u9fff]", text) == []
