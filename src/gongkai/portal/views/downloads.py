"""Results to take away: xlsx, JSON, JSON Lines, text."""

from __future__ import annotations

import io
import json
from importlib import resources
from pathlib import PurePath
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual.check.output.workbook import write_workbook
from gongkai.portal.checking import result_name
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckVisit
from gongkai.portal.sheet.opinions import plain_text
from gongkai.portal.sheet.workbook import report_workbook
from gongkai.portal.views.access import own_visit
from gongkai.portal.views.answers import as_file
from gongkai.portal.views.result import finished, read_sheet, readable


@require_safe
@own_visit
def one_json(request: HttpRequest, visit: CheckVisit, token: str, position: int) -> HttpResponse:
    """The result as one object of annual_report_json.md."""
    result = finished(visit, position)
    return as_file(json.dumps(result, ensure_ascii=False, indent=1).encode(), "json", _stem(result))


@require_safe
@own_visit
def one_xlsx(request: HttpRequest, visit: CheckVisit, token: str, position: int) -> HttpResponse:
    """Findings, tables and figures as a workbook."""
    result = readable(visit, position)
    return as_file(report_workbook(read_sheet(visit, position, result)), "xlsx", _stem(result))


@require_safe
@own_visit
def opinions_txt(request: HttpRequest, visit: CheckVisit, token: str, position: int) -> HttpResponse:
    """修改意见 as text; with a byte order mark, or Windows' editor shows it in the wrong encoding."""
    result = readable(visit, position)
    text = plain_text(read_sheet(visit, position, result)).replace("\n", "\r\n")
    return as_file(b"\xef\xbb\xbf" + text.encode(), "txt", _stem(result, _("修改意见")))


@require_safe
@own_visit
def all_jsonl(request: HttpRequest, visit: CheckVisit, token: str) -> HttpResponse:
    """All results so far, one object a line in the order given."""
    lines = [json.dumps(result, ensure_ascii=False) for result in _results(visit)]
    return as_file("".join(f"{line}\n" for line in lines).encode(), "jsonl", _("年报体检结果"))


@require_safe
@own_visit
def all_xlsx(request: HttpRequest, visit: CheckVisit, token: str) -> HttpResponse:
    """The list of files and all findings as one workbook."""
    out = io.BytesIO()
    write_workbook(_results(visit), out)
    return as_file(out.getvalue(), "xlsx", _("年报体检结果"))


@require_safe
def profile_example(request: HttpRequest) -> HttpResponse:
    """The made-up county's profile of local demands, to copy and change."""
    data = resources.files("gongkai.annual.profiles").joinpath("yunshui.yaml").read_bytes()
    return as_file(data, "yaml", _("本地要求范例"))


def _results(visit: CheckVisit) -> list[dict[str, Any]]:
    folder = Folder(visit.pk)
    found = (folder.read_json(result_name(row.position)) for row in visit.files.all())
    return [result for result in found if result is not None]


def _stem(result: dict[str, Any], suffix: str | None = None) -> str:
    return f"{PurePath(result['file']).stem}-{suffix or _('体检结果')}"
