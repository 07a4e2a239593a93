"""The county's catalogue in force, townships that took it over, one adapted, one sent back, and some that wait for a leader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from gongkai.demo import words
from gongkai.demo.stage import Stage, number
from gongkai.records.accounts import decisions
from gongkai.records.accounts.models import Decision, Outcome, User
from gongkai.records.catalogue import bringing, services
from gongkai.records.catalogue.models import Matter
from gongkai.records.catalogue.rows import CONTENT
from gongkai.records.catalogue.samples import samples

_BY_LEVELS = {
    ("county",): "县级有关部门",
    ("county", "township"): "县级有关部门、各乡镇（街道）",
    ("township", "village"): "各乡镇（街道）",
}


def matters() -> Iterator[dict[str, Any]]:
    """The county's matters, as a catalogue's import takes them: the shipped samples, adjusted."""
    for row in samples(words.COUNTY):
        values = {name: getattr(row, name) for name in CONTENT}
        yield {**values, "subject": _BY_LEVELS.get(row.levels, row.subject), "note": ""}


def county(stage: Stage) -> None:
    """The county's catalogue: drawn up, approved by a leader who never signs in, in force for a year now."""
    supervisor = stage.who("supervisor")
    stage.on(stage.began + timedelta(days=20), 10)
    county = stage.agencies[words.COUNTY]
    done = services.open_catalogue(county, "云水县基层政务公开标准目录", actor=supervisor)
    version = number(done, "version")
    bringing.import_rows(version, list(matters()), True, actor=supervisor)
    services.mark_not_applicable(version, "本县没有国有土地上房屋征收项目", domain="D14", actor=supervisor)
    _submit(stage, version, supervisor, "signer", words.COUNTY, stage.began + timedelta(days=30))
    stage.on(stage.began + timedelta(days=22), 16)
    _decide_by_link(stage, version, supervisor)


def townships(stage: Stage) -> None:
    """Four townships have theirs in force: one adapted it, one leaves a domain out."""
    for at, name in enumerate((*words.TOWNS[:1], *words.TOWNS[2:5])):
        stage.on(stage.began + timedelta(days=60 + 20 * at), 9)
        version = _take_over(stage, name)
        if at == 1:
            _adapt(stage, version, name)
        if at == 2:
            officer = stage.who("officer", name)
            services.mark_not_applicable(version, "本镇没有征地项目", domain="D12", actor=officer)
        _submit(stage, version, stage.who("officer", name), "signer", name)
        stage.on(stage.began + timedelta(days=62 + 20 * at), 15)
        _decide_by_link(stage, version, stage.who("officer", name))


def lately(stage: Stage) -> None:
    """Three streets wait for one leader, who signs in; a town was sent back, one is at work; one waits for a leader who never
    signs in and has a link."""
    plans = zip(words.STREETS, (12, 6, 3), (-2, 0, 7), strict=True)
    for name, days_ago, due in plans:
        stage.days_ago(days_ago, 10)
        version = _take_over(stage, name)
        due_on = stage.as_of + timedelta(days=due)
        _submit(stage, version, stage.who("officer", name), "signer", name, stage.as_of + timedelta(days=10), due_on)
    back = words.TOWNS[5]
    stage.days_ago(2, 9)
    version = _take_over(stage, back)
    officer = stage.who("officer", back)
    _submit(stage, version, officer, "signer", back, stage.as_of + timedelta(days=15))
    stage.days_ago(2, 17)
    _decide_by_link(stage, version, officer, Outcome.RETURNED, "补贴明细公示的公开主体请写到村，改好后再报。")
    stage.days_ago(1, 9)
    _take_over(stage, words.RENAMED[1])
    waiting = words.TOWNS[1]
    version = _take_over(stage, waiting)
    _submit(stage, version, stage.who("officer", waiting), "signer", waiting, stage.as_of + timedelta(days=12), stage.as_of)
    _link(stage, version, stage.who("officer", waiting))


def _take_over(stage: Stage, name: str) -> UUID:
    now = name if name != words.RENAMED[1] else words.RENAMED[0]
    title = f"{name.removesuffix('人民政府').removesuffix('办事处')}基层政务公开标准目录"
    done = services.open_catalogue(stage.agencies[name], title, True, actor=stage.who("officer", now))
    return number(done, "version")


def _adapt(stage: Stage, version: UUID, name: str) -> None:
    matter = Matter.objects.get(version=version, level2="补贴结果汇总")
    values = {"subject": "镇农业综合服务中心", "reason": "本镇由农业综合服务中心发放，主体按实际调整"}
    services.change_matter(version, matter.key, values, actor=stage.who("officer", name))


def _submit(
    stage: Stage,
    version: UUID,
    by: User,
    role: str,
    at: str,
    effective_on: date | None = None,
    due: date | None = None,
) -> None:
    today = stage.on(stage.began)
    services.submit(version, stage.who(role, at).pk, max(effective_on or today, today), due, actor=by)


def _link(stage: Stage, version: UUID, by: User) -> str:
    token, kept = decisions.new_token()
    decisions.make_link(_asked(version).pk, kept, actor=by)
    return token


def _decide_by_link(
    stage: Stage, version: UUID, by: User, outcome: Outcome = Outcome.APPROVED, comment: str = "同意。"
) -> None:
    link = decisions.link_of(_link(stage, version, by))
    assert link is not None
    decision = link.decision
    bearer = decisions.LinkBearer(link)
    decisions.decide(decision.pk, outcome, comment, decision.version_hash, actor=bearer)


def _asked(version: UUID) -> Decision:
    return Decision.objects.get(record_type=services.VERSION, record_id=version, outcome="")
