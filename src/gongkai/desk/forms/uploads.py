"""The form field that takes a file piece by piece (records.accounts.uploads), and the addresses the pieces are sent to.

The form sends the upload's id; without scripts it sends the file itself. What the act gets is in the store either way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.access import staff
from gongkai.desk.here import DeskRequest
from gongkai.records.accounts.models import User
from gongkai.records.accounts.uploads import (
    MB,
    MOST_BYTES,
    MOST_OF_A_FILE,
    PIECE,
    PROOF,
    Upload,
    add,
    begin,
    content,
    find,
    folder,
    into_store,
    name_of,
    pieces,
    sweep,
)
from gongkai.records.base.errors import Refused
from gongkai.records.base.files.models import FileClass
from gongkai.records.base.jobs.registry import job
from gongkai.web.widgets import FileInput

__all__ = ["MB", "PROOF", "Upload", "UploadField", "UploadInput", "folder"]


@require_POST
@csrf_protect
@staff
def begin_upload(request: DeskRequest) -> HttpResponseBase:
    """`name`, `size`, `stamp` → id and how many bytes are here already."""
    size = request.POST.get("size", "")
    try:
        wanted = int(size) if size.isdigit() else 0
        made = begin(request.here.user, request.POST.get("name", ""), wanted, request.POST.get("stamp", ""))
    except Refused as refused:
        return JsonResponse({"problem": refused.message}, status=422)
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


@job(when="every 1h")
def sweep_uploads() -> int:
    """Removes uploads whose form was not sent within a day."""
    return sweep()


class UploadInput(FileInput):
    """A file input that scripts turn into one that resumes; the id of a finished upload goes into a hidden field beside."""

    template_name = "desk/parts/upload.html"
    user: User | None = None
    """Whose uploads are shown by name: the form may come back with any id."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name) or data.get(f"{name}_upload") or None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        row = find(self.user, value) if self.user is not None and isinstance(value, str) else None
        context["upload"] = {"id": str(row.pk), "name": name_of(row)} if row and row.received == row.size else None
        return context

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}_upload" not in data


class UploadField(forms.Field):
    """A file, in the store under `file_class` when the form is clean. `types`: the kinds of TYPES that may come."""

    widget = UploadInput
    default_error_messages = {"required": gettext_lazy("请选择文件。")}

    def __init__(
        self,
        *,
        types: Iterable[str] = PROOF,
        most: int = MOST_OF_A_FILE,
        file_class: FileClass = FileClass.INTERNAL,
        **more: Any,
    ) -> None:
        super().__init__(**more)
        self.types, self.most, self.file_class = tuple(types), most, file_class
        endings = {"application/pdf": ".pdf", "image/jpeg": ".jpg,.jpeg", "image/png": ".png"}
        office = ".docx,.xlsx,.ofd,.wps,.et"
        accept = ",".join(endings.get(kind, ".doc,.xls" if kind.endswith("msword") else office) for kind in self.types)
        self.widget.attrs |= {
            "accept": accept,
            "data-upload": reverse_lazy("desk:upload-begin"),
            "data-most": str(most),
            "data-say-large": gettext_lazy("文件超过 %(most)d MB，请压缩后再选。") % {"most": most // MB},
        }

    @property
    def user(self) -> User | None:
        """Whose form it is, set by ActScreen: an upload is one's own."""
        return self.widget.user

    @user.setter
    def user(self, user: User) -> None:
        self.widget.user = user

    def clean(self, value: Any) -> Upload | None:
        """ValidationError in Chinese for a file that is none, too large, or of another kind."""
        if value in (None, ""):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            if isinstance(value, UploadedFile):
                return into_store(value.chunks(), value.name or "file", self.types, self.most, self.file_class)
            if self.user is None:
                raise forms.ValidationError(gettext("请选择文件。"), code="required")
            name, path = content(self.user, str(value))
            return into_store(pieces(path), name, self.types, self.most, self.file_class)
        except Refused as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from refused
