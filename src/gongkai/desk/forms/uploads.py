"""Files that come in piece by piece, so that any drop of the line is only a pause; and the form field that takes them.

The pieces lie in the folder of temporary files under the upload's id. The form sends the id; without scripts it sends the
file itself. What the act gets is a `Written` of the store either way.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponseBase, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.access import staff
from gongkai.desk.here import DeskRequest
from gongkai.records.accounts.models import PartialUpload, User
from gongkai.records.base import clock
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.base.files.store import TooLarge, Written
from gongkai.records.base.ids import uuid7
from gongkai.records.base.jobs.registry import job

MB = 1024 * 1024
PIECE = MB
KEPT_HOURS = 24
MOST_OPEN = 20
MOST_BYTES = 2 * MB  # of one piece

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
    """A new upload, or the unfinished one of the same file (`stamp`: its name, size and time of change in the browser)."""
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


@require_POST
@csrf_protect
@staff
def begin_upload(request: DeskRequest) -> HttpResponseBase:
    """`name`, `size`, `stamp` → id and how many bytes are here already."""
    size = request.POST.get("size", "")
    if not size.isdigit() or not 0 < int(size) <= settings.BODY_LIMIT:
        return JsonResponse({"problem": gettext("文件为空，或超过系统允许的大小。")}, status=422)
    made = begin(request.here.user, request.POST.get("name", ""), int(size), request.POST.get("stamp", ""))
    return JsonResponse({"id": str(made.pk), "received": made.received, "piece": PIECE})


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@staff
def upload(request: DeskRequest, identity: UUID) -> HttpResponseBase:
    """GET: how many bytes are here. POST: a piece (the file part "piece") that begins at `offset`."""
    found = find(request.here.user, str(identity))
    if found is None:
        return JsonResponse({"received": 0}, status=404)
    if request.method != "POST":
        return JsonResponse({"received": found.received, "size": found.size})
    piece, offset = request.FILES.get("piece"), request.POST.get("offset", "")
    if not isinstance(piece, UploadedFile) or not offset.isdigit() or (piece.size or 0) > MOST_BYTES:
        return JsonResponse({"received": found.received}, status=400)
    received = add(found, int(offset), piece.read())
    return JsonResponse({"received": received, "size": found.size})


def _remove(upload: PartialUpload) -> None:
    (folder() / str(upload.pk)).unlink(missing_ok=True)
    upload.delete()


@job(when="every 1h")
def sweep_uploads() -> int:
    """Removes uploads whose form was not sent within KEPT_HOURS."""
    old = list(PartialUpload.objects.filter(started_at__lt=clock.now() - timedelta(hours=KEPT_HOURS)))
    for row in old:
        _remove(row)
    return len(old)


class UploadInput(forms.ClearableFileInput):
    """A file input that scripts turn into one that resumes; the id of a finished upload goes into a hidden field beside."""

    template_name = "desk/parts/upload.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name) or data.get(f"{name}_upload") or None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        row = PartialUpload.objects.filter(pk=value).first() if isinstance(value, str) and value and _is_id(value) else None
        context["upload"] = {"id": str(row.pk), "name": name_of(row)} if row and row.received == row.size else None
        return context

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}_upload" not in data


class UploadField(forms.Field):
    """A file, in the store under `file_class` when the form is clean. `types`: the kinds of TYPES that may come."""

    widget = UploadInput
    default_error_messages = {"required": gettext_lazy("请选择文件。")}

    def __init__(
        self, *, types: Iterable[str] = PROOF, most: int = 20 * MB, file_class: FileClass = FileClass.INTERNAL, **more: Any
    ) -> None:
        super().__init__(**more)
        self.types, self.most, self.file_class = tuple(types), most, file_class
        self.user: User | None = None  # set by ActScreen: an upload is one's own
        endings = {"application/pdf": ".pdf", "image/jpeg": ".jpg,.jpeg", "image/png": ".png"}
        office = ".docx,.xlsx,.ofd,.wps,.et"
        accept = ",".join(endings.get(kind, ".doc,.xls" if kind.endswith("msword") else office) for kind in self.types)
        self.widget.attrs |= {
            "accept": accept,
            "data-upload": reverse_lazy("desk:upload-begin"),
            "data-most": str(most),
            "data-say-large": gettext_lazy("文件超过 %(most)d MB，请压缩后再选。") % {"most": most // MB},
        }

    def clean(self, value: Any) -> Upload | None:
        """ValidationError in Chinese for a file that is none, too large, or of another kind."""
        if value in (None, ""):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        if isinstance(value, UploadedFile):
            return self._into_store(value.chunks(), value.name or "file")
        found = find(self.user, str(value)) if self.user else None
        path = folder() / str(found.pk) if found else None
        if found is None or path is None or found.received != found.size or not path.exists():
            raise forms.ValidationError(gettext("文件没有传完，或已过期；请重新选择文件。"), code="upload_missing")
        return self._into_store(_pieces(path), name_of(found))

    def _into_store(self, pieces: Iterable[bytes], name: str) -> Upload:
        pieces = iter(pieces)
        first = next(pieces, b"")
        kind = next((kind for kind in self.types if first.startswith(TYPES[kind])), None)
        if kind is None:
            raise forms.ValidationError(gettext("“%(name)s”不是这里能用的文件，请另选。") % {"name": name}, code="kind")
        try:
            written = files.write(_again(first, pieces), self.file_class, self.most)
        except TooLarge:
            said = gettext("文件超过 %(most)d MB，请压缩后再选。") % {"most": self.most // MB}
            raise forms.ValidationError(said, code="large") from None
        return Upload(written, name, kind)


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(MB):
            yield piece


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
