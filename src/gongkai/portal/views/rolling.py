"""The roll-up of a visit's files: setting it up, the result with what is to be decided, the files to take away."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.annual.rollup import KIND_NAMES, RollUp
from gongkai.annual.rollup.output import REFUSAL_NAMES, RULE_NAMES, WARNING_NAMES, page, title, workbook
from gongkai.annual.write import write
from gongkai.documents.typesetting import CannotTypeset
from gongkai.portal import grouping, limits, rolling, roster
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckVisit
from gongkai.portal.rolling import Rolled, Settings
from gongkai.portal.uploads import Uploaded, clean_name
from gongkai.portal.views.access import NotYet, own_visit
from gongkai.portal.views.answers import as_file, cannot
from gongkai.records.base.errors import Refused

RESULTS = ("xlsx", "html", "json")
REPORTS = ("docx", "pdf", "xlsx", "txt", "html", "json")
_CHOOSE = "choose."


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@own_visit
def rollup(request: HttpRequest, visit: CheckVisit, token: str) -> HttpResponse:
    """Who the superior is, which year, who must report, what counts; a POST keeps it and leads to the result. With `take`
    it only fills the list of who must report from the tree of agencies."""
    folder = Folder(visit.pk)
    rows = _rows(visit)
    files = rolling.files_of(folder, rows)
    if "take" in request.POST:
        return _take(request, visit, token, files)
    if request.method == "POST":
        try:
            settings = _posted(request, rolling.saved(folder) or Settings())
        except Refused as refused:
            return _form(request, visit, token, files, _typed(request), refused.message)
        rolling.save(folder, settings)
        return HttpResponseRedirect(reverse("portal:rollup-result", args=[token]))
    return _form(request, visit, token, files, rolling.saved(folder) or rolling.proposed(files))


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@own_visit
def result(request: HttpRequest, visit: CheckVisit, token: str) -> HttpResponse:
    """What is missing, doubled, refused; the sums, each opening to its members. A POST says which of several files counts."""
    folder = Folder(visit.pk)
    settings = rolling.saved(folder)
    if settings is None:
        return HttpResponseRedirect(reverse("portal:rollup", args=[token]))
    if request.method == "POST":
        rolling.save(folder, replace(settings, choose=_chosen(request, settings)))
        return HttpResponseRedirect(reverse("portal:rollup-result", args=[token]))
    try:
        made = rolling.rolled(folder, _rows(visit), settings)
    except Refused as refused:
        return _form(request, visit, token, rolling.files_of(folder, _rows(visit)), settings, refused.message)
    return render(request, "portal/rollup_result.html", _shown(visit, token, settings, made))


@require_safe
@own_visit
def result_file(request: HttpRequest, visit: CheckVisit, token: str, kind: str) -> HttpResponse:
    """The roll-up with every member's share, to take away."""
    if kind not in RESULTS:
        raise Http404
    made = _made(visit)
    if isinstance(made, str):
        return cannot(request, made, status=422)
    data = {
        "xlsx": lambda: workbook.write_workbook(made.rollup),
        "html": lambda: page.as_page(made.rollup).encode(),
        "json": lambda: json.dumps(made.rollup.to_json(), ensure_ascii=False, indent=1).encode(),
    }[kind]()
    return as_file(data, kind, title(made.rollup))


@require_safe
@own_visit
def report_file(request: HttpRequest, visit: CheckVisit, token: str, kind: str) -> HttpResponse:
    """The superior's report with the sums in its tables, its text left to people."""
    if kind not in REPORTS:
        raise Http404
    made = _made(visit)
    if isinstance(made, str):
        return cannot(request, made, status=422)
    try:
        data = write(made.rollup.report, kind)
    except CannotTypeset as error:
        return cannot(request, error.message, status=503)
    return as_file(data, kind, made.rollup.report.title or title(made.rollup))


def _made(visit: CheckVisit) -> Rolled | str:
    """The roll-up as set, or a sentence why there is none."""
    folder = Folder(visit.pk)
    settings = rolling.saved(folder)
    if settings is None:
        return str(_("还没有设定汇总到哪个机关。请回到清单，点“汇总”。"))
    try:
        return rolling.rolled(folder, _rows(visit), settings)
    except Refused as refused:
        return refused.message


def _rows(visit: CheckVisit) -> list[Any]:
    """The visit's files. Raises NotYet while one of them is unfinished: sums of a part would be taken for the whole."""
    rows = list(visit.files.all())
    if not all(row.finished for row in rows):
        raise NotYet
    return rows


def _posted(request: HttpRequest, before: Settings) -> Settings:
    """The settings of the form. Raises Refused."""
    typed = _typed(request)
    if not typed.agency:
        raise Refused(_("请写明汇总到哪个机关，例如“云水县人民政府”。"))
    if len(typed.agency) > rolling.LONGEST_NAME or not typed.agency.isprintable():
        raise Refused(_("机关名称太长，或含有不能显示的字符。请写机关全称。"))
    if typed.year is None:
        raise Refused(_("请选汇总哪一年度。"))
    upload = cast("Uploaded | None", request.FILES.get("list"))
    text = request.POST.get("names", "")
    expected = []
    if upload:
        if (upload.size or 0) > limits.LIST_BYTES:
            raise Refused(_("名单文件过大，请确认选对了文件。"))
        upload.seek(0)
        expected = rolling.read_list(upload.read(), clean_name(upload.name or ""))
    elif text.strip():
        expected = rolling.read_list(text.encode(), f"{_('粘贴的名单')}.txt")
    same = (typed.agency, typed.year) == (before.agency, before.year)
    listing = [[one.name, one.kind, one.unified_code] for one in expected]
    return replace(typed, listing=listing, choose=before.choose if same else {})


def _typed(request: HttpRequest) -> Settings:
    year = request.POST.get("year", "")
    return Settings(
        agency="".join(request.POST.get("agency", "").split()),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        own="own" in request.POST,
        vertical="vertical" in request.POST,
    )


def _take(request: HttpRequest, visit: CheckVisit, token: str, files: list[grouping.Known]) -> HttpResponse:
    """The form with the list out of the tree, to be looked through; nothing is kept yet."""
    typed = _typed(request)
    try:
        taken = roster.take(request.POST.get("superior", ""), typed.year)
    except Refused as refused:
        return _form(request, visit, token, files, typed, refused.message)
    settings = replace(typed, agency=taken.superior, listing=[[e.name, e.kind, e.unified_code] for e in taken.expected])
    return _form(request, visit, token, files, settings, taken=taken)


def _form(
    request: HttpRequest,
    visit: CheckVisit,
    token: str,
    files: list[grouping.Known],
    settings: Settings,
    problem: str = "",
    taken: roster.Taken | None = None,
) -> HttpResponse:
    found = grouping.groups(files)
    superiors = roster.superiors(settings.year)
    chosen = request.POST.get("superior", "") or str(roster.likely(superiors, settings.agency) or "")
    told = sorted({file.year for file in files if file.year is not None}, reverse=True)
    context = {
        "token": token,
        "total": visit.files.count(),
        "settings": settings,
        "names": ("" if taken else request.POST.get("names", "")) or rolling.as_lines(settings.expected),
        "superiors": [(str(node.id), node.name, str(node.id) == chosen) for node in superiors],
        "taken": taken,
        "taking": "take" in request.POST,
        "problem": problem,
        "years": [(year, sum(bool(group.of_year(year)) for group in found if group.agency)) for year in told],
        "read": len(files),
        "unread": visit.files.count() - len(files),
        "longest": rolling.LONGEST_NAME,
        "set": rolling.saved(Folder(visit.pk)) is not None,
        "hours": limits.KEPT_HOURS,
    }
    return render(request, "portal/rollup.html", context, status=422 if problem else 200)


def _chosen(request: HttpRequest, settings: Settings) -> dict[str, int]:
    """agency → position out of the form; the rule decides again where nothing is chosen. What cannot be (another agency's
    file) is told by the roll-up itself."""
    chosen = dict(settings.choose)
    for name, value in request.POST.items():
        agency = name.removeprefix(_CHOOSE)
        if agency == name or len(agency) > rolling.LONGEST_NAME * 2:
            continue
        chosen.pop(agency, None)
        if str(value).isascii() and str(value).isdigit() and len(str(value)) < 5:
            chosen[agency] = int(str(value))
    return {} if "forget" in request.POST else chosen


def _shown(visit: CheckVisit, token: str, settings: Settings, made: Rolled) -> dict[str, Any]:
    rolled = made.rollup
    undecided = [d.agency for d in rolled.doubles if d.chosen is None]
    return {
        "token": token,
        "total": visit.files.count(),
        "settings": settings,
        "rolled": rolled,
        "title": title(rolled),
        "missing": [(m.name, KIND_NAMES[m.kind] if m.kind else "", m.note or "") for m in rolled.missing],
        "sent_instead": any(m.note for m in rolled.missing),
        "doubles": [_double(made, double, settings) for double in rolled.doubles],
        "undecided": undecided,
        "lists": [
            (heading, [(made.files[o.file], o.agency or "", REFUSAL_NAMES[o.code], o.message) for o in outside])
            for heading, outside in (
                (_("不予汇总"), [o for o in rolled.refused if o.code != "undecided_double" or o.agency not in undecided]),
                (_("不在应报名单"), rolled.unexpected),
                (_("按要求不计入"), rolled.left_out),
            )
            if outside
        ],
        "only_own": _roll_up_of_its_own(made),
        "warnings": [(made.files[w.file], w.agency, WARNING_NAMES[w.code], w.message) for w in rolled.warnings],
        "corrected": made.corrected,
        # Made by annual.rollup, which escapes every word of the files.
        "html": mark_safe(page.as_fragment(rolled, style=False, standing=False)),
        "results": RESULTS,
        "reports": REPORTS,
        "hours": limits.KEPT_HOURS,
    }


def _double(made: Rolled, double: Any, settings: Settings) -> dict[str, Any]:
    return {
        **asdict(double),
        "files": [made.files[file] for file in double.files],
        "rule_name": RULE_NAMES[double.rule],
        "person": double.rule == "chosen",
    }


def _roll_up_of_its_own(made: Rolled) -> tuple[str, int] | None:
    """The superior's own report that looks like a roll-up already: agency and position, to be counted all the same."""
    found: RollUp = made.rollup
    return next(((o.agency or "", made.files[o.file].position) for o in found.refused if o.code == "contains_others"), None)
