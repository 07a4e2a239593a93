"""What cannot be done just now though nothing is broken: the database is held by a long act, or the disk is full."""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass

from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.defaults import server_error

BUSY, FULL = "busy", "disk_full"
RETRY_SECONDS = 60
_HELD = ("database is locked", "database table is locked", "lock timeout", "deadlock detected")
_FULL = ("disk is full", "no space left on device")


@dataclass(frozen=True)
class Unavailable:
    """Why not now: `code` BUSY or FULL, and what to do."""

    code: str
    message: str


def why(error: BaseException | None) -> Unavailable | None:
    """What stands behind an exception, if it is one of the two; None for every other fault."""
    said = str(error).lower() if isinstance(error, OperationalError) else ""
    if any(words in said for words in _HELD):
        return Unavailable(BUSY, gettext("系统正忙，这一步还没有办理。请过一分钟再提交一次；同一份表单不会办两次。"))
    no_space = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if no_space or any(words in said for words in _FULL):
        return Unavailable(FULL, gettext("服务器的磁盘已满，这一步没有办理。请告诉管理员腾出磁盘后再试。"))
    return None


def handler500(request: HttpRequest) -> HttpResponse:
    """503 with a sentence for what passes by itself or by the administrator, 500 for every other fault."""
    found = why(sys.exc_info()[1])
    if found is None:
        return server_error(request)
    response = render(request, "503.html", {"message": found.message}, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
