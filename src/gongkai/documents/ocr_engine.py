"""tesseract as a child process: pictures in, words with boxes out."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gongkai.documents.errors import Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

CHINESE = "chi_sim"


class Word(NamedTuple):
    """A recognised word: its box and the box of its line (pixels), confidence 0–100, and a number that names its line."""

    x0: int
    y0: int
    x1: int
    y1: int
    text: str
    confidence: float
    line: int
    line_y0: int
    line_y1: int


@cache
def languages() -> frozenset[str]:
    """Languages of the installed tesseract; empty where there is none."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    try:
        answer = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(line.strip() for line in (answer.stdout + answer.stderr).splitlines()[1:])


def require() -> None:
    """Raises Unreadable("needs_ocr") where Chinese text in pictures cannot be recognised here."""
    if CHINESE not in languages():
        raise Unreadable(
            "needs_ocr",
            "这份文件是扫描件或图片，没有文字层，需要文字识别（OCR）。请安装 tesseract 及其简体中文包（tesseract-ocr-chi-sim）"
            "后重试，或改用带文字层的文件。",
        )


def recognise(image: Image, deadline: float, *, layout: int = 4, language: str = CHINESE, characters: str = "") -> list[Word]:
    """Words of the picture in reading order. `layout` is tesseract's page segmentation mode; `characters` restricts the answer.

    Raises Unreadable: too_slow (past `deadline`, time.monotonic), crashed.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise _too_slow()
    with tempfile.TemporaryDirectory(prefix="gongkai-ocr-") as folder:
        source = Path(folder) / "page.png"
        image.save(source, compress_level=1)
        command = [shutil.which("tesseract") or "tesseract", str(source), "stdout", "-l", language, "--psm", str(layout)]
        command += ["--dpi", "300", "-c", "tessedit_create_tsv=1"]
        if characters:
            command += ["-c", f"tessedit_char_whitelist={characters}"]
        try:
            # One thread each: tesseract's own threads cost more than they bring.
            answer = subprocess.run(
                command,
                capture_output=True,
                timeout=left,
                check=False,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except subprocess.TimeoutExpired:
            raise _too_slow() from None
        except OSError:
            raise Unreadable("crashed", "文字识别程序（tesseract）无法启动，请检查其安装后重试。") from None
    if answer.returncode != 0:
        raise Unreadable("crashed", "文字识别程序（tesseract）处理这份文件时出错，请改用更清晰的扫描件或带文字层的文件。")
    return _words(answer.stdout.decode("utf-8", "replace"))


def _too_slow() -> Unreadable:
    return Unreadable("too_slow", "扫描件的文字识别超过时间上限，请拆分成较少的页后再上传。")


def _words(table: str) -> list[Word]:
    words: list[Word] = []
    line = 0
    y0 = y1 = 0
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) < 12:
            continue
        level = fields[0]
        left, top, width, height = (int(f) for f in fields[6:10])
        if level == "4":
            line += 1
            y0, y1 = top, top + height
        elif level == "5" and fields[11].strip():
            words.append(Word(left, top, left + width, top + height, fields[11].strip(), float(fields[10]), line, y0, y1))
    return words
