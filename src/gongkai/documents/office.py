"""Old office formats (.doc, .wps, .rtf, Office 2003 XML) through LibreOffice, where it is installed. → `read_office`.

LibreOffice runs headless with a profile of its own that is thrown away, macros and link updates switched off, without
network where the system allows it, and is killed with all it started when its time is over.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits
from gongkai.documents.model import Document
from gongkai.documents.sniff import sniff

_PLACES = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_READ_AS = {"doc": "MS Word 97", "rtf": "Rich Text Format"}
"""Named, because LibreOffice would open a damaged file as plain text and call that a success."""
_EXTENSIONS = {"wordml": "xml", "flat": "fodt", "html": "html", "text": "txt", "xls": "xls"}
_BATCH = 40
_START = 30.0
"""Seconds that starting LibreOffice may take on a busy machine."""
_OUTPUT_BLOCKS = 1_000_000
"""Largest file it may write, in blocks of 512 bytes."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""  # noqa: E501


@cache
def program() -> str | None:
    """The path of LibreOffice, or None. GONGKAI_SOFFICE names one that is elsewhere."""
    named = os.environ.get("GONGKAI_SOFFICE")
    for place in (named, shutil.which("soffice"), shutil.which("libreoffice"), *_PLACES):
        if place and Path(place).is_file():
            return place
    return None


def available() -> bool:
    """Whether LibreOffice is installed."""
    return program() is not None


def read_office(data: bytes, limits: Limits | None = None) -> Document:
    """An old office file as a document. Raises Unreadable (needs_libreoffice, conversion_failed, too_slow, …)."""
    (result,) = read_many([data], limits)
    if isinstance(result, Unreadable):
        raise result
    return result


def read_many(files: Sequence[bytes], limits: Limits | None = None) -> list[Document | Unreadable]:
    """Several of them, converted together: starting LibreOffice costs more than converting a report."""
    from gongkai.documents import read

    limits = limits or Limits()
    out: list[Document | Unreadable] = [
        Unreadable("unknown_format", "认不出这是什么文件。请另存为 docx 或 PDF 后提交。") for _ in files
    ]
    for kind, to in (("doc", "docx"), ("rtf", "docx"), ("wordml", "docx"), ("excelml", "xlsx")):
        chosen = [i for i, data in enumerate(files) if _kind(data) == kind]
        converted = convert_many([files[i] for i in chosen], to, limits.seconds, _READ_AS.get(kind)) if chosen else []
        for i, result in zip(chosen, converted, strict=True):
            try:
                if isinstance(result, Unreadable):
                    raise result
                document = read(result, f"converted.{to}", limits)
                document.reader = "libreoffice"
                out[i] = document
            except Unreadable as e:
                out[i] = e
    return out


def convert_many(
    files: Sequence[bytes], to: str = "docx", seconds: float = 60.0, read_as: str | None = None
) -> list[bytes | Unreadable]:
    """Each file in the format `to` ("docx", "xlsx", or any extension LibreOffice writes), or why it could not be done.

    `read_as` names LibreOffice's import filter where it must not guess.
    `seconds` is the time for one file; a batch that takes longer is cut off, and what is missing is tried one by one.
    """
    if not available():
        refusal = Unreadable(
            "needs_libreoffice",
            "读取 doc、wps、rtf 等旧格式需要安装 LibreOffice（开源免费）；请安装后重试，或将文件另存为 docx 后提交。",
        )
        return [refusal] * len(files)
    out: list[bytes | Unreadable] = []
    for at in range(0, len(files), _BATCH):
        batch = files[at : at + _BATCH]
        done, in_time = _run(batch, to, seconds + 5.0 * (len(batch) - 1), read_as)
        for data, result in zip(batch, done, strict=True):
            if result is None and len(batch) > 1:
                (result,), in_time = _run([data], to, seconds, read_as)
            if result is not None:
                out.append(result)
            elif in_time:
                out.append(
                    Unreadable(
                        "conversion_failed", "LibreOffice 打不开这个文件（可能已损坏或设有密码），请另存为 docx 后提交。"
                    )
                )
            else:
                out.append(Unreadable("too_slow", f"转换超过 {seconds:.0f} 秒仍未完成，请将文件另存为 docx 后提交。"))
    return out


def _kind(data: bytes) -> str:
    kind = sniff(data)
    return "excelml" if kind == "wordml" and b"Excel.Sheet" in data[:2000] else kind


def _run(files: Sequence[bytes], to: str, seconds: float, read_as: str | None) -> tuple[list[bytes | None], bool]:
    """One run of LibreOffice. Returns what it wrote for each file, and whether it ended in time."""
    with tempfile.TemporaryDirectory(prefix="gongkai-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        source, target = folder / "in", folder / "out"
        source.mkdir()
        target.mkdir()
        paths = []
        for i, data in enumerate(files):
            kind = sniff(data)
            path = source / f"{i:04d}.{_EXTENSIONS.get(kind, kind)}"
            path.write_bytes(data)
            paths.append(path)
        in_time = _soffice(folder, [*_conversion(to, read_as), "--outdir", str(target), *map(str, paths)], seconds + _START)
        extension = to.split(":")[0]
        results: list[bytes | None] = []
        for path in paths:
            written = target / f"{path.stem}.{extension}"
            results.append(written.read_bytes() if written.is_file() and written.stat().st_size else None)
        return results, in_time


def _conversion(to: str, read_as: str | None) -> list[str]:
    return [*([f"--infilter={read_as}"] if read_as else []), "--convert-to", _FILTERS.get(to, to)]


def _soffice(folder: Path, arguments: list[str], seconds: float) -> bool:
    soffice = program()
    assert soffice is not None
    command = [
        *_without_network(),
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--invisible", "--nodefault", "--norestore", "--nolockcheck", "--nologo", "--nofirststartwizard"),
        *arguments,
    ]
    limited = ["sh", "-c", f'ulimit -t {int(seconds) + 5}; ulimit -f {_OUTPUT_BLOCKS}; exec "$@"', "sh", *command]
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    process = subprocess.Popen(
        limited,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@cache
def _without_network() -> tuple[str, ...]:
    """A command prefix that leaves the network behind; empty where the system does not let us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    for options in (["-n"], ["-r", "-n"]):
        trial = subprocess.run([unshare, *options, "true"], capture_output=True, check=False)
        if trial.returncode == 0:
            return (unshare, *options)
    return ()
