"""The data directory of an installation: where it is, what stands in it, and the keys that are made once."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

DIRECTORY_MODE = 0o700
KEY_MODE = 0o600


def data_directory() -> Path:
    """GONGKAI_DATA, or ./var; made on first use, readable by its owner only."""
    path = Path(os.environ.get("GONGKAI_DATA") or "var").expanduser().resolve()
    path.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
    return path


def kept_secret(path: Path, length: int = 64) -> str:
    """The secret in `path`; made with mode 0600 if it is not there.

    Two processes that start at the same moment must end up with the same secret, so the file is written aside and
    linked into place: the link fails for the second one, which then reads the first one's.
    """
    try:
        return _read_secret(path)
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(length))
            out.flush()
            os.fsync(out.fileno())
        Path(aside).chmod(KEY_MODE)
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        Path(aside).unlink()
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    text = path.read_text(encoding="ascii").strip()
    if len(text) < 32:
        raise RuntimeError(f"{path} 中的密钥不完整，请从备份恢复该文件后再启动。")
    return text
