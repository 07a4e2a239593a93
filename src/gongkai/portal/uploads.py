"""What a visitor hands over, as a list of files to check: single files, the members of zips, pasted text."""

from __future__ import annotations

import io
import struct
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, Protocol

from django.utils.translation import gettext as _

from gongkai.documents.archive import member_name
from gongkai.portal import limits
from gongkai.records.base.errors import Refused

_CONTAINERS = {"[Content_Types].xml", "OFD.xml", "mimetype"}
"""A zip with one of these at its top is itself a document (Office, OFD, OpenDocument)."""
_NOT_DOCUMENTS = {"thumbs.db", "desktop.ini"}
_END, _END_BYTES, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_ZIP64_LOCATOR, _ZIP64_BYTES = b"PK\x06\x07", 20
_DIRECTORY_BYTES = 1024 * 1024


class Uploaded(Protocol):
    """The part of Django's UploadedFile that is needed here."""

    name: str | None
    size: int | None
    file: IO[bytes]

    def read(self, num_bytes: int = -1) -> bytes: ...
    def seek(self, offset: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to check: its name as the visitor knows it, the upload it is in, and its index there if that is a zip."""

    name: str
    upload: int
    member: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data for the visit's manifest."""
        return {"name": self.name, "upload": self.upload, "member": self.member}


def entries(uploads: Sequence[Uploaded]) -> list[Entry]:
    """The files in these uploads. Raises Refused where there are too many, too large ones, or a zip is damaged."""
    out: list[Entry] = []
    packed = unpacked = 0
    for number, upload in enumerate(uploads, 1):
        name = clean_name(upload.name or "")
        size = upload.size or 0
        packed += size
        members = _members(upload, name)
        if members is None:
            _check_size(name, size)
            unpacked += size
            out.append(Entry(name, number))
        else:
            unpacked += sum(size for _, _, size in members)
            out += [Entry(member_name, number, index) for index, member_name, _ in members]
        if len(out) > limits.VISIT_FILES:
            raise Refused(_("一次最多体检 %(limit)d 份文件，请分几次上传。") % {"limit": limits.VISIT_FILES})
    if packed > limits.VISIT_BYTES or unpacked > limits.UNPACKED_BYTES:
        raise Refused(_("这些文件合起来太大（上限 %(limit)d MB），请分几次上传。") % {"limit": limits.VISIT_BYTES // limits.MB})
    return out


def read_member(data: IO[bytes], index: int) -> bytes:
    """One member of a zip, at most FILE_BYTES of it. Raises Refused where it cannot be unpacked or is larger."""
    try:
        with zipfile.ZipFile(data) as archive:
            info = archive.infolist()[index]
            with archive.open(info) as member:
                content = member.read(limits.FILE_BYTES + 1)
    except Exception as error:  # BadZipFile, RuntimeError for encrypted ones, and whatever the decompressors raise
        raise Refused(_("压缩包中的这份文件解不开（可能已加密或损坏），请解压后单独上传。")) from error
    if len(content) > limits.FILE_BYTES:
        limit = limits.FILE_BYTES // limits.MB
        raise Refused(_("解压后超过 %(limit)d MB，年度报告不会这么大，请确认文件。") % {"limit": limit})
    return content


def is_parcel(name: str, data: bytes) -> bool:
    """Whether this is a zip of files, and no document that happens to be packed as one."""
    try:
        return _members(Bytes(name, data), name) is not None
    except Refused:
        return True


def pasted(text: str) -> Uploaded:
    """Pasted text as an upload. Raises Refused where it is too long."""
    if len(text) > limits.PASTE_CHARACTERS:
        raise Refused(_("粘贴的文字超过 %(limit)d 字，请改为上传文件。") % {"limit": limits.PASTE_CHARACTERS})
    return Bytes(_("粘贴的文字.txt"), text.encode())


class Bytes:
    """Bytes in the shape of an upload: pasted text and samples."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name: str | None = name
        self.size: int | None = len(data)
        self.file: IO[bytes] = io.BytesIO(data)

    def read(self, num_bytes: int = -1) -> bytes:
        """Read like a file."""
        return self.file.read(num_bytes)

    def seek(self, offset: int) -> int:
        """Seek like a file."""
        return self.file.seek(offset)


def clean_name(name: str) -> str:
    """A file name without folders and control characters, at most 120 characters."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in base if c.isprintable())[-120:] or _("未命名文件")


def _check_size(name: str, size: int) -> None:
    if size > limits.FILE_BYTES:
        raise Refused(
            _("“%(name)s”超过 %(limit)d MB。请压缩其中的图片，或另存为文本后再上传。")
            % {"name": name, "limit": limits.FILE_BYTES // limits.MB}
        )


def _members(upload: Uploaded, name: str) -> list[tuple[int, str, int]] | None:
    """Index, name and claimed size of the files in a zip; None where the upload is no zip of files."""
    upload.seek(0)
    if upload.read(4) != b"PK\x03\x04":
        upload.seek(0)
        return None
    if not _small_directory(upload):
        return None  # whatever it is, it is no parcel of reports; the reader judges it behind its own limits
    try:
        with zipfile.ZipFile(upload.file) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        return None  # a damaged document: the reader says what is wrong with it
    finally:
        upload.seek(0)
    if _CONTAINERS & {info.filename for info in infos}:
        return None
    paths = [(i, member_name(info), info.file_size) for i, info in enumerate(infos) if _is_document(info)]
    names = _told_apart([path for _i, path, _size in paths])
    found = [(i, member, size) for (i, _path, size), member in zip(paths, names, strict=True)]
    if not found:
        raise Refused(_("压缩包“%(name)s”里没有文件，请确认后重新上传。") % {"name": name})
    for _i, member, size in found:
        _check_size(member, size)
    return found


def _told_apart(paths: Sequence[str]) -> list[str]:
    """Names of members; where several have one name (each township's 年报.docx), the folder it is in goes before it."""
    names = [clean_name(path) for path in paths]
    seen = Counter(names)
    return [name if seen[name] == 1 else _with_folder(path, name) for path, name in zip(paths, names, strict=True)]


def _with_folder(path: str, name: str) -> str:
    folder = PurePosixPath(path.replace("\\", "/")).parent.name
    return f"{clean_name(folder)[-60:]}：{name}" if folder else name


def _small_directory(upload: Uploaded) -> bool:
    """Whether the zip's own list of members is short: zipfile would read one of a hundred megabytes without asking."""
    upload.seek(max(0, (upload.size or 0) - _END_BYTES - _LONGEST_COMMENT - _ZIP64_BYTES))
    tail = upload.read()
    upload.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_BYTES:
        return False
    (size,) = struct.unpack_from("<L", tail, at + 12)
    return size <= _DIRECTORY_BYTES and _ZIP64_LOCATOR not in tail[max(0, at - _ZIP64_BYTES) : at]


def _is_document(info: zipfile.ZipInfo) -> bool:
    parts = member_name(info).split("/")
    if info.is_dir() or not parts[-1]:
        return False
    return "__MACOSX" not in parts and not parts[-1].startswith((".", "~$")) and parts[-1].lower() not in _NOT_DOCUMENTS
