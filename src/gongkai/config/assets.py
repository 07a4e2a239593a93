"""Assets under hashed names, compressed once when the service starts: a browser keeps them for a year."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

log = logging.getLogger("gongkai.assets")


class Assets(CompressedManifestStaticFilesStorage):
    """Hashed names; a library's stylesheet may name a file it does not ship (a source map, an old font) without harm."""

    manifest_strict = False

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            log.warning("asset not found", extra={"asset": name})
            return name


def collect() -> bool:
    """Collects the assets into STATIC_ROOT if they are not those of the last time. Returns whether it did."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    state = _state()
    if mark.exists() and mark.read_text(encoding="ascii") == state:
        return False
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(state, encoding="ascii")
    return True


def _state() -> str:
    """Changes with any name, size or time of an asset."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
