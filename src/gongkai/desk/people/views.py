"""A person's page, their first password, the demands, and the import."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk import kinds, trail
from gongkai.desk.access import must, staff
from gongkai.desk.forms import checked
from gongkai.desk.here import DeskRequest
from gongkai.desk.pages import page
from gongkai.desk.people import forms
from gongkai.desk.people.offers import Known, offered
from gongkai.records.accounts import demands, identities, importing, passwords, people, services, signins, vouching
from gongkai.records.accounts.models import RoleGrant, Substitution, User
from gongkai.records.accounts.policies import is_somebody_else
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, LOG_SEE
from gongkai.records.base import clock, sheets
from gongkai.records.base.acts.contract import REFUSALS
from gongkai.records.base.errors import Refused
from gongkai.records.base.log import chain
from gongkai.records.base.log.models import LogEntry
from gongkai.records.base.tasks import selectors as tasks

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMPORT = "people.import"
SHOWN_ENTRIES = 30
SHOWN_REFUSALS = 10


def _crumbs() -> list[tuple[str, str]]:
    return [(gettext("人员"), reverse("people:list"))]


@require_safe
@staff
def person(request: DeskRequest, identity: UUID) -> HttpResponse:
    """Who this is, which roles from when until when, what waits, what happened."""
    here = request.here
    user = people.seen_person(here.user, identity)
    today = clock.today()
    manages = here.can(ACCOUNTS_MANAGE, user.agency)
    grants = list(RoleGrant.objects.filter(user=user).select_related("agency").order_by("-since", "-id"))
    reads = manages or here.can(LOG_SEE, user.agency) or user.pk == here.user.pk
    factors, subject = demands.factors_of(user), identities.subject_of(user) if manages else ""
    buttons, withheld = offered(here, user, Known(user.is_active, bool(factors), bool(subject)))
    context = {
        "person": user,
        "manages": manages,
        "buttons": buttons,
        "withheld": withheld,
        "himself": user.pk == here.user.pk,
        "grants": [
            {
                "row": grant,
                "now": grant.since <= today and (grant.until is None or grant.until >= today),
                "over": grant.until is not None and grant.until < today,
                "ends": grant.until is None or grant.until >= today,
                "manages": here.can(ACCOUNTS_MANAGE, grant.agency) and is_somebody_else(here.user, user),
            }
            for grant in grants
        ],
        "absences": Substitution.objects.filter(absent=user).select_related("substitute").order_by("-since")[:10],
        "stands_in": Substitution.objects.on(today).filter(substitute=user).select_related("absent"),
        "waiting": tasks.waiting_for(user).count() if manages else 0,
        "decisions": people.waiting_decisions(user)[:20],
        "factors": factors,
        "given": vouching.said(user, gettext("密码或其他登录方式")),
        "vouches": bool(user.credentials_by) and vouching.may_vouch(here.user, user),
        "subject": subject,
        "has_password": user.has_usable_password(),
        "log": trail.lines(chain.entries(user).order_by("-seq")[:SHOWN_ENTRIES]) if reads else [],
        "signins": signins.said_of(user, 10) if reads else [],
        "refusals": refused_to(user) if reads else [],
        "today": today,
    }
    return page(request, "people/person.html", context, title=user.name, crumbs=_crumbs(), help_topic="people")


_ATTEMPTED = {
    "accounts.grant": gettext_lazy("授予角色"),
    "accounts.end_role": gettext_lazy("结束角色"),
    "accounts.enrol": gettext_lazy("登记人员"),
    "accounts.import": gettext_lazy("批量导入人员"),
    "accounts.transfer": gettext_lazy("调动"),
    "accounts.rename": gettext_lazy("更改姓名"),
    "accounts.change_username": gettext_lazy("更改用户名"),
    "accounts.deactivate": gettext_lazy("停用账号"),
    "accounts.reactivate": gettext_lazy("恢复账号"),
    "accounts.give_password": gettext_lazy("发放初始密码"),
    "accounts.vouch": gettext_lazy("核实本人"),
    "accounts.reset_factors": gettext_lazy("清除第二重验证"),
    "accounts.hand_over": gettext_lazy("移交全部工作"),
    "accounts.substitute": gettext_lazy("安排离岗代理"),
    "accounts.demand_factor": gettext_lazy("新的登录要求"),
    "accounts.decide": gettext_lazy("签批"),
}


def refused_to(user: User) -> list[tuple[datetime, str, str]]:
    """What was refused to the person for want of a right, latest first: when, what, of which record."""
    rows = list(LogEntry.objects.filter(record_type=REFUSALS, record_id=user.pk).order_by("-seq")[:SHOWN_REFUSALS])
    about = {row.pk: (row.data["subject_type"], UUID(row.data["subject"])) for row in rows if row.data.get("subject")}
    titles = kinds.shown(about.values())

    def title(row: LogEntry) -> str:
        found = titles.get(about[row.pk]) if row.pk in about else None
        return found.title if found else ""

    return [(row.recorded_at, str(_ATTEMPTED.get(row.act, row.act)), title(row)) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def first_password(request: DeskRequest, identity: UUID) -> HttpResponse:
    """A new first password, made here and shown once, on the answer itself."""
    here = request.here
    user = people.seen_person(here.user, identity)
    must(here.can(ACCOUNTS_MANAGE, user.agency))
    crumbs = [*_crumbs(), (user.name, reverse("people:person", args=[user.pk]))]
    context: dict[str, Any] = {"person": user}
    if request.method == "POST":
        password = passwords.first_password()
        services.give_password(user.pk, password, actor=here.user)
        context["sheets"] = [{"agency": user.agency.name, "name": user.name, "username": user.username, "password": password}]
        context["site"] = request.build_absolute_uri(reverse("account_login"))
    return page(request, "people/password.html", context, title=gettext("发放初始密码"), crumbs=crumbs, help_topic="people")


@require_safe
@staff
def demand_list(request: DeskRequest) -> HttpResponse:
    """Which second factor is demanded of whom."""
    must(request.here.can(ACCOUNTS_MANAGE))
    rows = demands.demands_at(people.managed_agencies(request.here.user))
    return page(
        request, "people/demands.html", {"rows": rows}, title=gettext("登录要求"), crumbs=_crumbs(), help_topic="people"
    )


@require_safe
@staff
def template(request: DeskRequest) -> HttpResponse:
    """The empty workbook."""
    must(request.here.can(ACCOUNTS_MANAGE))
    response = HttpResponse(importing.template(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, "人员导入模板.xlsx") or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def import_people(request: DeskRequest) -> HttpResponse:
    """A file, then what it would do or what is wrong in which row; nothing is imported here."""
    must(request.here.can(ACCOUNTS_MANAGE))
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                if file.size > sheets.LARGEST:
                    raise Refused(gettext("文件超过 5 MB，请删去图片和多余的工作表后再选。"), "too_large")
                planned = importing.plan(file.read(), file.name, request.here.user)
            except Refused as refused:
                form.add_error("file", refused.message)
            else:
                context["plan"] = planned
                if not planned.problems:
                    status = 200
                    context["signed"] = checked.seal(request, IMPORT, {"rows": planned.as_rows()})
    return page(
        request,
        "people/import.html",
        context,
        title=gettext("批量导入人员"),
        crumbs=_crumbs(),
        help_topic="people",
        status=status,
    )


@require_POST
@staff
def do_import(request: DeskRequest) -> HttpResponse:
    """All of it in one act; then the first passwords, once."""
    here = request.here
    must(here.can(ACCOUNTS_MANAGE))
    rows = checked.unseal(request, IMPORT, request.POST.get("signed", ""))["rows"]
    given = [passwords.first_password() for _ in rows]
    encoded = [passwords.encoded_first_password(password) for password in given]
    importing.import_people(here.agency.pk, rows, encoded, actor=here.user)
    made = [
        {"agency": row["agency_name"], "name": row["name"], "username": row["username"], "password": password}
        for row, password in zip(rows, given, strict=True)
    ]
    context = {"sheets": made, "site": request.build_absolute_uri(reverse("account_login")), "imported": len(made)}
    return page(request, "people/password.html", context, title=gettext("初始密码"), crumbs=_crumbs(), help_topic="people")
