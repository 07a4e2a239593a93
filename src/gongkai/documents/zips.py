"""Zip containers from strangers: opened only after their table of contents has been looked at."""

from __future__ import annotations

import io
import zipfile

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import MIB, Limits


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The zip in `data`, its members counted and measured. Raises Unreadable (damaged, bomb, encrypted).

    zipfile never unpacks more of a member than its table of contents declares, so the declared sizes are the bound.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeError) as e:
        raise Unreadable("damaged", "文件不完整或已损坏（压缩结构读不出来），请重新取得该文件。") from e
    members = archive.filelist
    if len(members) > limits.max_members:
        raise Unreadable("bomb", f"文件内含 {len(members)} 个成员，超过上限 {limits.max_members} 个，拒绝打开。")
    total = 0
    for member in members:
        total += member.file_size
        if member.file_size > limits.ratio_floor and member.file_size > limits.max_ratio * max(member.compress_size, 1):
            raise Unreadable("bomb", "文件压缩比异常（疑似压缩炸弹），拒绝打开。请核实文件来源，另存后重新提交。")
    if total > limits.max_unpacked_bytes:
        mib = limits.max_unpacked_bytes // MIB
        raise Unreadable("bomb", f"文件解压后超过 {mib} MB 的上限，拒绝打开。请拆分或另存后重新提交。")
    return archive


def read_member(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bytes:
    """One member's bytes. KeyError where there is none of that name; Unreadable where it cannot be unpacked."""
    info = archive.getinfo(name) if isinstance(name, str) else name
    if info.flag_bits & 1:
        raise Unreadable("encrypted", "文件设有打开密码，请取消密码后重新提交。")
    try:
        return archive.read(info)
    except Exception as e:  # zlib, lzma and bz2 each have their own errors
        raise Unreadable("damaged", "文件不完整或已损坏（内部数据无法解压），请重新取得该文件。") from e


def packed(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[object, ...] | None:
    """What decides a member's content, without unpacking it: equal for two members only if their bytes are equal.

    None where it cannot be told (encrypted, damaged).
    """
    file = archive.fp
    if info.flag_bits & 1 or not isinstance(file, io.BytesIO):
        return None
    data = file.getbuffer()
    start = info.header_offset
    header = bytes(data[start : start + 30])
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        return None
    start += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    return info.compress_type, info.CRC, info.file_size, bytes(data[start : start + info.compress_size])
