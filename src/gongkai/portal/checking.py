"""One file of a visit, read and checked: from the bytes in the visit's folder to the result beside them."""

from __future__ import annotations

import logging
from typing import Any

from django.utils.translation import gettext as _

from gongkai.portal.folder import Folder
from gongkai.portal.uploads import is_parcel, read_member
from gongkai.records.base.errors import Refused

MANIFEST = "manifest.json"
PREVIOUS = "previous.json"
UPLOAD_PREVIOUS = "upload-previous"
_SUMMARY = ("title", "agency", "year", "form")
log = logging.getLogger(__name__)


def upload_name(number: int) -> str:
    """The file an upload (counted from 1) is kept in."""
    return f"upload-{number}"


def result_name(position: int) -> str:
    """The file the result of the file at this position is in."""
    return f"result-{position}.json"


def summary_name(position: int) -> str:
    """The file the few words for the list of all files are in."""
    return f"summary-{position}.json"


def check(folder: Folder, position: int) -> dict[str, Any]:
    """Read and check the file at this position and keep the result; done before, it is not done again.

    The result is one object of annual_report_json.md ("file", "readable", "report", "findings", "counts", "error").
    Raises FileNotFoundError where the visitor has deleted the visit meanwhile.
    """
    done = folder.read_json(result_name(position))
    if done is not None:
        return dict(done)
    manifest = folder.read_json(MANIFEST)
    if manifest is None:
        raise FileNotFoundError
    entry = manifest["files"][position - 1]
    try:
        data = _content(folder, entry)
        previous = _previous(folder, manifest["previous"]) if manifest["previous"] else None
        result = _check_one(data, entry["name"], previous, manifest["profile"])
    except Refused as refused:
        result = unreadable(entry["name"], refused.code, refused.message)
    folder.write_json(summary_name(position), {key: (result.get("report") or {}).get(key) for key in _SUMMARY})
    folder.write_json(result_name(position), result)
    return result


def give_up(folder: Folder, position: int) -> dict[str, Any]:
    """The result of a file that has taken several workers down. Raises FileNotFoundError where the visit is deleted."""
    manifest = folder.read_json(MANIFEST)
    if manifest is None:
        raise FileNotFoundError
    result = folder.read_json(result_name(position)) or unreadable(
        manifest["files"][position - 1]["name"], "crashed", _("这份文件几次都没有读完，已停止。请另存为 docx 或文本后再试。")
    )
    folder.write_json(result_name(position), result)
    return dict(result)


def not_kept(folder: Folder, position: int) -> dict[str, Any]:
    """What is said of a file whose result could not be written. Raises FileNotFoundError where the visit is deleted."""
    manifest = folder.read_json(MANIFEST)
    if manifest is None:
        raise FileNotFoundError
    sentence = _("服务器的磁盘空间不足，体检结果没有存下。请先删除不用的材料，过几分钟重新上传；如果一直这样，请告诉管理员。")
    return unreadable(manifest["files"][position - 1]["name"], "disk_full", sentence)


def unreadable(name: str, code: str, message: str) -> dict[str, Any]:
    """The result of a file that cannot be read."""
    return {
        "file": name,
        "readable": False,
        "report": None,
        "findings": [],
        "counts": {"error": 0, "warning": 0, "info": 0},
        "error": {"code": code, "message": message},
    }


def _content(folder: Folder, entry: dict[str, Any]) -> bytes:
    name = upload_name(entry["upload"])
    if entry["member"] is None:
        return folder.read(name)
    with (folder.path / name).open("rb") as archive:
        data = read_member(archive, entry["member"])
    if is_parcel(entry["name"], data):
        raise Refused(_("这是压缩包里套着的压缩包，里面的文件没有体检。请把它解压，单独上传，或把文件直接放进外层的压缩包。"))
    return data


def _previous(folder: Folder, name: str) -> bytes | None:
    """Last year's file, kept as read to be shown beside this year's. None where it cannot be read: this year's is checked
    all the same, and the page says why there is no comparison."""
    data = folder.read(UPLOAD_PREVIOUS)
    read = folder.read_json(PREVIOUS)
    if read is None:
        whole = _check_one(data, name, None, None)
        read = {key: whole.get(key) for key in ("file", "readable", "report", "error")}
        folder.write_json(PREVIOUS, read)
    return data if read["readable"] else None


def _check_one(data: bytes, name: str, previous: bytes | None, profile: dict[str, Any] | None) -> dict[str, Any]:
    """The checker; what it raises although it promises not to must not stop the other files."""
    from gongkai.annual.batch import check_one

    try:
        return check_one(data, name, previous=previous, profile=profile)
    except Exception as error:
        log.error("check_one raised %s", type(error).__name__)  # no words of it: they may hold words of the file
        return unreadable(name, "crashed", _("体检这份文件时程序出错，没有结果。请另存为 docx 或文本后再试。"))
