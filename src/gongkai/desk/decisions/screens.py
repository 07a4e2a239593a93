"""A decision at the desk: looking at it, deciding, recording it from paper, making a one-time link."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk import trail
from gongkai.desk.access import must, staff
from gongkai.desk.addresses import outside
from gongkai.desk.decisions.forms import AnswerForm, PaperForm
from gongkai.desk.decisions.looked_at import looked_at
from gongkai.desk.forms import ActScreen
from gongkai.desk.here import DeskRequest, Here
from gongkai.desk.incoming.qr import drawn
from gongkai.desk.pages import page
from gongkai.records.accounts import decisions as services
from gongkai.records.accounts.models import Decision, DecisionLink, Outcome
from gongkai.records.accounts.policies import may_decide, may_record_paper
from gongkai.records.accounts.roles import DECISIONS_ASK
from gongkai.records.accounts.selectors import decisions_for, waiting_decisions
from gongkai.records.base import clock
from gongkai.records.base.acts import Done
from gongkai.records.base.errors import NotFound
from gongkai.records.base.files import services as files


def decision_seen(here: Here, identity: UUID) -> Decision:
    """A decision this person may see; NotFound for every other."""
    found = decisions_for(here.user).select_related("proof").filter(pk=identity).first()
    if found is None:
        raise NotFound(gettext("找不到该签批事项，或您不是它的经办人、签批人；请返回列表重新选择。"))
    return found


def to_decisions() -> tuple[str, str]:
    """The list, as a crumb."""
    return gettext("签批"), reverse("desk:decisions")


def links_of(decision: Decision) -> list[tuple[str, str]]:
    """The links that were made, the latest first: when, and how each stands."""
    now = clock.now()

    def said(when: datetime) -> str:
        return clock.local(when).strftime("%Y-%m-%d %H:%M")

    def stands(link: DecisionLink) -> str:
        if link.used_at is not None:
            return gettext("已使用（%(at)s）") % {"at": said(link.used_at)}
        if link.revoked_at is not None:
            return gettext("已作废")
        if decision.outcome:
            return gettext("已另行签批，不再有效")
        if not services.link_is_open(link, now):
            return gettext("已过期")
        return gettext("有效，至 %(until)s") % {"until": said(link.expires_at)}

    return [(said(link.made_at), stands(link)) for link in decision.links.order_by("-made_at", "-id")]


class Decide(ActScreen):
    """The page of a decision, with the answer's form for who decides it. What counts is the version of the content
    (`version_hash`): a link made in the meantime changes nothing of what was looked at."""

    versioned = False
    name, title, form = "accounts.decide", gettext_lazy("签批"), AnswerForm
    done = gettext_lazy("签批已记录，经办人会在今日工作里看到。")
    template = "desk/decisions/decision.html"
    help_topic = "decisions"

    def load(self, here: Here, **address: Any) -> Decision:
        return decision_seen(here, address["identity"])

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        return {"version_hash": subject.version_hash}

    def crumbs(self, here: Here, subject: Any) -> list[tuple[str, str]]:
        return [to_decisions()]

    def context(self, here: Here, subject: Any) -> dict[str, Any]:
        seen = looked_at(subject)
        is_open = not subject.outcome and not seen.changed
        waits = waiting_decisions(here.owners).filter(record_id=subject.pk)
        decides = is_open and may_decide(here.user, subject)
        return {
            "decision": subject,
            "seen": seen,
            "asked_by": trail.who(subject.asked_by),
            "recorded_by": trail.who(subject.recorded_by) if subject.recorded_by else "",
            "is_open": is_open,
            "may_decide": decides,
            "handed": is_open and not decides and waits.exists(),
            "may_paper": is_open and may_record_paper(here.user, subject),
            "may_link": is_open and here.can(DECISIONS_ASK, subject.agency),
            "has_trail": trail.may_read(here, "accounts.decision", subject.pk),
            "links": links_of(subject),
            "overdue": subject.due is not None and not subject.outcome and subject.due < clock.today(),
        }

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return services.decide(subject.pk, Outcome(data["outcome"]), data["comment"], data["version_hash"], **call)

    def next(self, here: Here, subject: Any, done: Done) -> str:
        return reverse("desk:decision", args=[subject.pk])


class Paper(ActScreen):
    """A decision made on paper."""

    name, title, form = "accounts.decide_paper", gettext_lazy("登记线下签批"), PaperForm
    submit, done = gettext_lazy("登记"), gettext_lazy("线下签批已登记。")
    why = gettext_lazy("领导在纸上签了字的，照签批单登记并上传照片；登记后与系统内签批效力相同，不能更改。")
    help_topic = "decisions"

    def load(self, here: Here, **address: Any) -> Decision:
        return decision_seen(here, address["identity"])

    def may(self, here: Here, subject: Any) -> bool:
        return may_record_paper(here.user, subject)

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        return {"version_hash": subject.version_hash, "decided_on": clock.today()}

    def crumbs(self, here: Here, subject: Any) -> list[tuple[str, str]]:
        return [to_decisions(), (subject.subject, reverse("desk:decision", args=[subject.pk]))]

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        proof = data["proof"]
        return services.decide(
            subject.pk,
            Outcome(data["outcome"]),
            data["comment"],
            data["version_hash"],
            decided_on=data["decided_on"],
            proof=proof.written,
            proof_type=proof.media_type,
            **call,
        )

    def next(self, here: Here, subject: Any, done: Done) -> str:
        return reverse("desk:decision", args=[subject.pk])


@require_POST
@csrf_protect
@staff
def make_link(request: DeskRequest, identity: UUID) -> HttpResponse:
    """A one-time link; the page of this answer is the only place that ever shows it."""
    decision = decision_seen(request.here, identity)
    must(request.here.can(DECISIONS_ASK, decision.agency))
    token, token_hash = services.new_token()
    done = services.make_link(decision.pk, token_hash, actor=request.here.user)
    address = outside(request, decision.agency, reverse("desk:link", args=[token]))
    context = {
        "decision": decision,
        "address": address,
        "code": drawn(address),
        "until": clock.local(datetime.fromisoformat(done.result["expires_at"])),
    }
    crumbs = [to_decisions(), (decision.subject, reverse("desk:decision", args=[decision.pk]))]
    title = gettext("一次性链接")
    return page(request, "desk/decisions/made_link.html", context, title=title, crumbs=crumbs, help_topic="decisions")


@require_safe
@staff
def proof(request: DeskRequest, identity: UUID) -> HttpResponseBase:
    """The photo or scan of a decision on paper."""
    decision = decision_seen(request.here, identity)
    if decision.proof is None:
        raise NotFound(gettext("没有上传签批单。"))
    endings = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
    kind = decision.proof.media_type
    name = f"{gettext('签批单')}.{endings.get(kind, 'bin')}"
    return FileResponse(files.read(decision.proof), as_attachment=True, filename=name, content_type=kind)
