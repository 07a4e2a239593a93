"""Everything a person reads is Chinese and a gettext msgid; English is a translation of it."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from django.test import Client
from django.utils.translation.template import templatize

import gongkai

SOURCE = Path(gongkai.__file__).parent
CATALOGUE = SOURCE / "config" / "locale" / "en" / "LC_MESSAGES" / "django.po"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
# Shown when hardly anything works any more: they ask for nothing, no translation either.
LAST_RESORT = {"400.html", "500.html"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
CALLS = {"gettext", "gettext_lazy", "_", "pgettext", "ngettext"}


def called(tree: ast.AST) -> Iterator[str]:
    """The literal first arguments of gettext calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in CALLS:
                for argument in node.args[1:2] if name == "pgettext" else node.args[:1]:
                    assert isinstance(argument, ast.Constant), f"line {node.lineno}: a msgid is a literal"
                    yield str(argument.value)


def of_template(path: Path) -> Iterator[str]:
    """The msgids of a template. templatize turns its tags into gettext calls between filler."""
    calls = r"(?:gettext|_)\((u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))\)"
    for literal in re.findall(calls, templatize(path.read_text(encoding="utf-8"))):
        yield str(ast.literal_eval(literal))


def msgids() -> dict[str, str]:
    """Every msgid of the product, with a file that has it."""
    found = {msgid: path.name for path in TEMPLATES for msgid in of_template(path)}
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "gettext" in text:
            found.update(dict.fromkeys(called(ast.parse(text)), path.name))
    return found


def entries() -> dict[str, str]:
    """msgid → msgstr of the English catalogue."""
    found, msgid, target = {}, "", ""
    texts: dict[str, list[str]] = {}
    for line in [*CATALOGUE.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith(("msgid ", "msgstr ")):
            target, _, rest = line.partition(" ")
            texts[target] = [ast.literal_eval(rest)]
        elif line.startswith('"') and target:
            texts[target].append(ast.literal_eval(line))
        elif not line and "msgstr" in texts:
            msgid = "".join(texts["msgid"])
            if msgid:
                found[msgid] = "".join(texts["msgstr"])
            texts, target = {}, ""
    return found


def test_every_msgid_is_chinese() -> None:
    found = msgids()
    assert len(found) > 50
    assert {msgid: where for msgid, where in found.items() if LATIN_WORD.search(msgid) and not CHINESE.search(msgid)} == {}


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.name not in LAST_RESORT], ids=lambda path: path.relative_to(SOURCE).as_posix()
)
def test_no_word_of_a_template_stands_outside_gettext(path: Path) -> None:
    inside, loose = False, []
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.split_contents()[0]
            inside = word in {"blocktranslate", "blocktrans", "comment"} or (
                inside and word not in {"endblocktranslate", "endblocktrans", "endcomment"}
            )
        elif token.token_type == TokenType.TEXT and not inside and CHINESE.search(token.contents):
            loose.append(token.contents.strip())
    assert loose == []


def test_an_english_sentence_keeps_the_places_of_the_chinese_one() -> None:
    english = entries()
    assert len(english) > 50
    for msgid, sentence in english.items():
        if sentence:
            assert sorted(PLACEHOLDER.findall(sentence)) == sorted(PLACEHOLDER.findall(msgid)), msgid
            assert not CHINESE.search(sentence), msgid


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    assert {msgid: catalogue.gettext(msgid) for msgid, sentence in entries().items() if sentence} == {
        msgid: sentence for msgid, sentence in entries().items() if sentence
    }


def test_who_chose_english_reads_english_and_everybody_else_chinese(db: None) -> None:
    client = Client()
    assert "年报体检" in client.get("/").content.decode()
    client.cookies["gongkai_language"] = "en"
    assert "Report check-up" in client.get("/").content.decode()
