"""Official pages by typst: the fonts come with the program, and what heads a row of a table is tagged so."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile

import pytest

from gongkai.documents import typesetting
from gongkai.documents.typesetting import GridCell, TableTags, coverage
from gongkai.documents.typesetting.header_cells import tag_header_cells
from tests.tools import REPOSITORY

FONTS = REPOSITORY / "src" / "gongkai" / "documents" / "fonts"


def test_set_up_brought_both_fonts_with_their_licence():
    assert [font.name for font in sorted(FONTS.glob("*.ttf"))] == ["NotoSerifSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf"]
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_the_wheel_holds_fonts_and_templates(tmp_path):
    """Built from a copy, so that nothing is left in the work tree."""
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "requirements.in"):
        shutil.copy(REPOSITORY / name, tmp_path)
    for part in ("documents/fonts", "documents/typesetting", "annual/write/pdf"):
        shutil.copytree(REPOSITORY / "src" / "gongkai" / part, tmp_path / "src" / "gongkai" / part)
    # Small ones in their place: packing 30 MB proves nothing more.
    for font in (tmp_path / "src" / "gongkai" / "documents" / "fonts").glob("*.ttf"):
        font.write_bytes(b"")
    build = ["-m", "pip", "--quiet", "wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", "dist", "."]
    subprocess.run([sys.executable, *build], cwd=tmp_path, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "gongkai/documents/fonts/NotoSerifSC_400Regular.ttf",
        "gongkai/documents/fonts/NotoSerifSC_700Bold.ttf",
        "gongkai/documents/fonts/OFL.txt",
        "gongkai/documents/typesetting/official.typ",
        "gongkai/annual/write/pdf/report.typ",
    } <= held


def test_every_character_of_the_forms_is_in_the_fonts():
    forms = (REPOSITORY / "src" / "gongkai" / "annual" / "forms").glob("*.yaml")
    words = "".join(file.read_text(encoding="utf-8") for file in forms).replace("\n", "")
    assert coverage.printable(words, sorted(FONTS.glob("*.ttf"))) == words


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("云水县", "云水县"),
        ("〇①㎡·—“”", "〇①㎡·—“”"),
        ("王\U00020bb7", "王〓"),
        ("\ue000", "〓"),
        ("甲\x7f乙\ufdd0", "甲乙"),
        ("甲\u200b乙\u3000丙", "甲\u200b乙\u3000丙"),
        ({"a": ["א", 1, None]}, {"a": ["〓", 1, None]}),
    ],
)
def test_what_the_fonts_lack_is_replaced(words, printed):
    assert coverage.printable(words, sorted(FONTS.glob("*.ttf"))) == printed


def test_another_number_of_tables_than_were_printed_is_an_error(tmp_path):
    pdf = typesetting.typeset(
        REPOSITORY / "src" / "gongkai" / "annual" / "write" / "pdf" / "report.typ",
        {"title": ["题"], "author": None, "date": [2024, 1, 5], "parts": [], "signature": []},
    )
    with pytest.raises(ValueError, match="1 tables given, 0 in the PDF"):
        tag_header_cells(pdf, [TableTags("表", ((GridCell(0, 1, 1, True),),))])
