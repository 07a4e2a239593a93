"""Files that come in piece by piece, so that any drop of the line is only a pause: from the desk's forms and from programs.

The pieces lie in the folder of temporary files under the upload's id, until their form is sent or a day has passed. What an act
gets is a `Written` of the store.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from gongkai.documents import proof, sandbox
from gongkai.records.accounts.models import PartialUpload, User
from gongkai.records.base import clock
from gongkai.records.base.errors import Refused
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.base.files.store import TooLarge, Written
from gongkai.records.base.ids import uuid7

MB = 1024 * 1024
PIECE = MB
KEPT_HOURS = 24
MOST_OPEN = 20
MOST_BYTES = 2 * MB  # of one piece
MOST_OF_A_FILE = 20 * MB

TYPES: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "application/vnd.openxmlformats-officedocument": (b"PK\x03\x04",),
    "application/msword": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
}
"""What the first bytes of a file say it is. OFD and the new Office files are zip archives."""
PHOTO = ("image/jpeg", "image/png")
PROOF = ("application/pdf", *PHOTO)
OFFICE = ("application/vnd.openxmlformats-officedocument", "application/msword")


@dataclass(frozen=True)
class Upload:
    """A file of a form: in the store, not yet kept by an act."""

    written: Written
    name: str
    media_type: str


def folder() -> Path:
    """Where pieces lie until their form is sent."""
    path = Path(settings.TEMPORARY) / "uploads"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def begin(user: User, name: str, size: int, stamp: str) -> PartialUpload:
    """A new upload, or the unfinished one of the same file (`stamp`: what makes it the same: its name, size and time of
    change). Refused for a size that is none, or beyond what may come at once."""
    if not 0 < size <= settings.BODY_LIMIT:
        raise Refused(gettext("文件为空，或超过系统允许的大小。"), "size_invalid")
    kept_name = f"{stamp[:20]}/{Path(name).name[-150:]}"
    with transaction.atomic():
        for open_one in PartialUpload.objects.filter(user=user, name=kept_name, size=size).order_by("-started_at"):
            if (folder() / str(open_one.pk)).exists():
                return open_one
        mine = PartialUpload.objects.filter(user=user).order_by("-started_at")
        for old in mine[MOST_OPEN - 1 :]:
            _remove(old)
        made = PartialUpload.objects.create(id=uuid7(), user=user, name=kept_name, size=size, started_at=clock.now())
    (folder() / str(made.pk)).touch(mode=0o600)
    return made


def add(upload: PartialUpload, offset: int, piece: bytes) -> int:
    """Appends a piece; returns how many bytes are here now. A piece that does not follow changes nothing: the answer says
    where to go on. The same piece sent twice is written once."""
    with transaction.atomic():
        row = PartialUpload.objects.select_for_update().get(pk=upload.pk)
        path = folder() / str(row.pk)
        if offset != row.received or row.received + len(piece) > row.size or not path.exists():
            return row.received if path.exists() else 0
        with path.open("r+b") as out:
            out.seek(offset)
            out.write(piece)
            out.truncate()
            out.flush()
            os.fsync(out.fileno())
        row.received += len(piece)
        row.save(update_fields=["received"])
    return row.received


def name_of(upload: PartialUpload) -> str:
    """The name of the file."""
    return upload.name.partition("/")[2]


def find(user: User, identity: str) -> PartialUpload | None:
    """An upload of one's own."""
    try:
        return PartialUpload.objects.filter(user=user, pk=UUID(identity)).first()
    except ValueError:
        return None


def content(user: User, identity: str) -> tuple[str, Path]:
    """The name of a finished upload of one's own, and where its bytes lie. Refused where it is not finished, or gone."""
    found = find(user, identity)
    path = folder() / str(found.pk) if found else None
    if found is None or path is None or found.received != found.size or not path.exists():
        raise Refused(gettext("文件没有传完，或已过期；请重新选择文件。"), "upload_missing")
    return name_of(found), path


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of an upload."""
    with path.open("rb") as source:
        while piece := source.read(MB):
            yield piece


def into_store(
    given: Iterable[bytes],
    name: str,
    types: Iterable[str] = PROOF,
    most: int = MOST_OF_A_FILE,
    file_class: FileClass = FileClass.INTERNAL,
) -> Upload:
    """The file in the store. Refused for one of another kind than `types`, or beyond `most` bytes: then nothing is left."""
    rest = iter(given)
    first = next(rest, b"")
    kind = next((kind for kind in types if first.startswith(TYPES[kind])), None)
    if kind is None:
        raise Refused(gettext("“%(name)s”不是这里能用的文件，请另选。") % {"name": name}, "kind")
    try:
        content: Iterable[bytes] = _again(first, rest)
        if kind in PROOF:
            content = [_examined(content, kind, most)]
        written = files.write(content, file_class, most)
    except TooLarge:
        said = gettext("文件超过 %(most)d MB，请压缩后再选。") % {"most": most // MB}
        raise Refused(said, "large") from None
    return Upload(written, name, kind)


def _examined(given: Iterable[bytes], kind: str, most: int) -> bytes:
    """A photo or scan that was opened to its end in a child process, as it came. Raises TooLarge, and Refused for one that is
    damaged, locked, active, or of another kind than its first bytes say."""
    whole = bytearray()
    for piece in given:
        whole += piece
        if len(whole) > most:
            raise TooLarge
    answer = sandbox.run(proof.TARGET, bytes(whole))
    if answer.data is None:
        raise Refused(answer.message or gettext("这个文件打不开，请换一个。"), answer.code or "damaged")
    if answer.data.decode("ascii") != kind:
        raise Refused(gettext("这个文件的内容与它的格式不符，请换一个。"), "kind")
    return bytes(whole)


def sweep() -> int:
    """Removes uploads whose form was not sent within KEPT_HOURS. Returns how many."""
    old = list(PartialUpload.objects.filter(started_at__lt=clock.now() - timedelta(hours=KEPT_HOURS)))
    for row in old:
        _remove(row)
    return len(old)


def _remove(upload: PartialUpload) -> None:
    (folder() / str(upload.pk)).unlink(missing_ok=True)
    upload.delete()


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
