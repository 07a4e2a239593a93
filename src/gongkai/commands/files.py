"""Files a person names on the command line: folders, patterns and zips spelt out, progress, and files written aside."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from gongkai.commands.output import fail
from gongkai.documents.reasons import why

Source = str | Path | tuple[str, bytes]
"""A path, or the name of a zip's member with its bytes: what `annual.batch` takes."""

_TEXT = ("txt", "text", "md", "markdown", "html", "htm", "mht", "mhtml", "shtml")
_OFFICE = ("docx", "doc", "wps", "rtf", "odt", "pdf", "ofd", "xlsx", "xls", "et", "ods", "csv")
_PICTURES = ("png", "jpg", "jpeg", "tif", "tiff", "bmp")
ENDINGS = frozenset((*_TEXT, *_OFFICE, *_PICTURES))
"""What a folder is searched for."""

T = TypeVar("T")


def expand(names: Iterable[str], also: Iterable[str] = ()) -> list[Source]:
    """Files in the order given; a folder stands for all the reports in it, a pattern for what it matches, a zip for its
    members. `also` are further endings (without dot) to look for in folders and zips. Ends the command where a folder,
    pattern or zip holds nothing or a zip cannot be opened."""
    endings = ENDINGS.union(also)
    out: list[Source] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            found = sorted(str(p) for p in path.rglob("*") if p.is_file() and _ending(p.name) in {*endings, "zip"})
            if not found:
                fail(f"文件夹 {name} 里没有能读的文件。请核对路径。")
        elif any(c in name for c in "*?[") and not path.exists():
            base = Path(path.anchor) if path.is_absolute() else Path()
            pattern = str(path.relative_to(base) if path.is_absolute() else path)
            found = sorted(str(p) for p in base.glob(pattern) if p.is_file())
            if not found:
                fail(f"没有文件与 {name} 相符。请核对路径。")
        else:
            found = [name]
        for one in found:
            out += _members(one, endings) if _ending(one) == "zip" and Path(one).is_file() else [one]
    return out


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _members(name: str, endings: frozenset[str]) -> list[Source]:
    from gongkai.documents import Unreadable, open_archive

    try:
        members: list[Source] = [
            (f"{name}/{member}", data) for member, data in open_archive(Path(name)) if _ending(member) in endings
        ]
    except Unreadable as error:
        fail(f"压缩包 {name} 打不开：{error.message}")
    if not members:
        fail(f"压缩包 {name} 里没有能读的文件。请核对。")
    return members


def progress(lines: Iterable[T], total: int, quiet: bool, label: str = "读取") -> Iterator[T]:
    """The same lines, with a bar on a terminal's stderr where there are several."""
    if quiet or total < 2 or not sys.stderr.isatty():
        yield from lines
        return
    with click.progressbar(length=total, label=label, file=sys.stderr, show_pos=True) as bar:
        for line in lines:
            yield line
            bar.update(1)


def write_aside(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it there: an existing file stays whole until the new one is. Ends the
    command where the folder cannot be written to."""
    try:
        handle, aside = tempfile.mkstemp(prefix=f".{path.name[:60]}.", dir=path.parent)
    except OSError as error:
        fail(f"不能在文件夹 {path.parent} 里写文件（{why(error)}）。请核对路径和权限。")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        usual = os.umask(0)
        os.umask(usual)
        Path(aside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~usual)
        Path(aside).replace(path)
    except OSError as error:
        Path(aside).unlink(missing_ok=True)
        fail(f"文件 {path} 没有写成（{why(error)}）；原来的文件没有改动。请核对磁盘空间和权限。")
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
