"""A zip of many reports, as people make them: Chinese names in any encoding, folders, leavings of other systems."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import MIB, Limits
from gongkai.documents.zips import open_zip, read_member

_UTF8 = 0x800  # general purpose bit 11: the name is UTF-8


def open_archive(data: bytes | Path, limits: Limits | None = None) -> Iterator[tuple[str, bytes]]:
    """The files of a zip as (name, bytes), in its order; one is unpacked at a time.

    Names are relative, with "/" between folders and nothing that leaves the archive. Folders, __MACOSX, thumbnails and
    office lock files are skipped. Raises Unreadable at once (damaged, bomb, encrypted, too_large, unknown_format).
    """
    limits = limits or Limits()
    if isinstance(data, Path):
        if data.stat().st_size > limits.max_bytes:
            raise Unreadable("too_large", f"压缩包超过 {limits.max_bytes // MIB} MB 的上限，请拆分后重新提交。")
        data = data.read_bytes()
    if len(data) > limits.max_bytes:
        raise Unreadable("too_large", f"压缩包超过 {limits.max_bytes // MIB} MB 的上限，请拆分后重新提交。")
    if not data.startswith(b"PK"):
        raise Unreadable("unknown_format", "这不是 zip 压缩包；rar、7z 等请先解压，或改存为 zip 后提交。")
    archive = open_zip(data, limits)
    if any(info.flag_bits & 1 for info in archive.filelist):
        raise Unreadable("encrypted", "压缩包设有密码，请取消密码后重新提交。")
    return _members(archive, limits)


def _members(archive: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[str, bytes]]:
    taken: set[str] = set()
    for info in archive.filelist:
        name = member_name(info)
        if info.is_dir() or not name or _leaving(name) or info.file_size > limits.max_bytes:
            continue
        base, n = name, 1
        while name in taken:
            n += 1
            path = PurePosixPath(base)
            name = str(path.with_name(f"{path.stem}({n}){path.suffix}"))
        taken.add(name)
        yield name, read_member(archive, info)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name as its author saw it. Windows writes GBK without saying so, and zipfile reads that as code page 437."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        if raw and not raw.isascii():
            for encoding in ("utf-8", "gb18030"):
                try:
                    name = raw.decode(encoding)
                    break
                except UnicodeDecodeError:
                    continue
    name = name.replace("\\", "/").split("\0")[0]
    parts = [p for p in name.split("/") if p not in ("", ".", "..")]
    if parts and len(parts[0]) == 2 and parts[0][1] == ":":
        parts = parts[1:]  # a drive letter
    return "/".join(parts)


def _leaving(name: str) -> bool:
    """Files no person put there: resource forks, thumbnails, lock files."""
    parts = name.split("/")
    last = parts[-1]
    return "__MACOSX" in parts or last in (".DS_Store", "Thumbs.db", "desktop.ini") or last.startswith(("~$", "._", ".~lock"))
