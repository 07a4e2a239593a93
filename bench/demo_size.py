"""A made-up county as large as a large one, for measuring the desk: 1,000 agencies and villages, 2,000 people, 5,000 matters.

    from bench.demo_size import fill
    size = fill()          # in an empty, migrated database, with Django set up: about half a minute

Everything by acts, at noon of DAY with the clock held there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

DAY = date(2026, 3, 10)
SET_UP = date(2020, 1, 1)
TOWNSHIPS, DEPARTMENTS, VILLAGES = 40, 59, 900
PEOPLE, MATTERS, CATALOGUES = 2000, 5000, 50
COUNTY = "云水县人民政府"


@dataclass(frozen=True)
class Size:
    """What was made. `officer` sees one township, `supervisor` the whole county; `leader` has many decisions waiting."""

    county: UUID
    administrator: Any
    supervisor: Any
    officer: Any
    leader: Any
    seconds: float


def fill() -> Size:
    """Makes the county. Fails where anything is there already."""
    from gongkai.demo.people import quick_hashes
    from gongkai.records.accounts import importing as people
    from gongkai.records.accounts import services as accounts
    from gongkai.records.accounts.models import User
    from gongkai.records.accounts.roles import Role
    from gongkai.records.agencies.importing import acting, planning
    from gongkai.records.agencies.models import Agency
    from gongkai.records.base import clock
    from gongkai.records.base.actors import OPERATOR
    from gongkai.records.base.sheets import Line

    begun = time.perf_counter()
    with clock.frozen(DAY), quick_hashes():
        tree = planning.plan_lines([Line(at, values) for at, values in enumerate(_agencies(), 2)], SET_UP)
        county = UUID(str(acting.import_tree(acting.as_rows(tree), SET_UP, actor=OPERATOR).result["root"]))

        def somebody(username: str, name: str, role: Role, agency: UUID) -> User:
            done = accounts.enrol(username, name, agency, actor=OPERATOR)
            accounts.grant(done.record_id, role, agency, SET_UP, actor=OPERATOR)
            return User.objects.get(pk=done.record_id)

        administrator = somebody("bench.admin", "管理员", Role.ADMINISTRATOR, county)
        supervisor = somebody("bench.supervisor", "主管", Role.SUPERVISOR, county)
        leader = somebody("bench.leader", "领导", Role.SIGNER, county)
        names = list(Agency.objects.exclude(pk=county).order_by("id").values_list("name", flat=True))
        lines = [Line(at, values) for at, values in enumerate(_people(names, PEOPLE - 3), 2)]
        planned = people.plan_lines(lines, administrator)
        if planned.problems:
            raise ValueError(planned.problems[0].sentence())
        people.import_people(county, planned.as_rows(), ["!" for _ in planned.people], actor=administrator)
        townships = list(Agency.objects.filter(parent=county, level="township").order_by("id"))
        for township in townships:
            accounts.grant(leader.pk, Role.SIGNER, township.pk, SET_UP, actor=OPERATOR)
        officer = User.objects.get(username="bench00000")
        _catalogues(county, townships, supervisor, leader)
    return Size(county, administrator, supervisor, officer, leader, time.perf_counter() - begun)


def _agencies() -> Iterator[dict[str, str]]:
    yield {"name": COUNTY}
    towns = [f"云水第{at}镇人民政府" for at in range(1, TOWNSHIPS + 1)]
    for name in towns:
        yield {"name": name, "parent": COUNTY, "kind": "人民政府", "level": "乡镇级"}
    for at in range(1, DEPARTMENTS + 1):
        yield {"name": f"云水县第{at}局", "parent": COUNTY, "kind": "政府部门", "level": "县级"}
    for at in range(VILLAGES):
        yield {"name": f"第{at + 1}村村民委员会", "parent": towns[at % TOWNSHIPS], "kind": "村"}


def _people(agencies: list[str], count: int) -> Iterator[dict[str, str]]:
    for at in range(count):
        roles = "公开专干、年报编制人" if at < TOWNSHIPS + DEPARTMENTS else "信息员"
        yield {
            "name": f"测{at:04d}",
            "username": f"bench{at:05d}",
            "agency": agencies[at % len(agencies)],
            "post": "干事",
            "phone": "",
            "roles": roles,
            "since": SET_UP.isoformat(),
            "until": "",
        }


def _catalogues(county: UUID, townships: list[Any], supervisor: Any, leader: Any) -> None:
    """The county's in force, the townships' in force or waiting for one leader, until there are MATTERS."""
    from gongkai.demo.catalogues import matters
    from gongkai.records.accounts import decisions
    from gongkai.records.accounts.models import Decision, Outcome
    from gongkai.records.catalogue import bringing, services

    some = list(matters())
    each = MATTERS // CATALOGUES
    agencies = [county, *(township.pk for township in townships)]
    while len(agencies) < CATALOGUES:
        agencies.append(_department(len(agencies)))
    for at, agency in enumerate(agencies):
        rows = [{**some[n % len(some)], "level2": f"{some[n % len(some)]['level2']}{n}"} for n in range(each)]
        version = services.open_catalogue(agency, f"公开目录{at}", actor=supervisor).result["version"]
        bringing.import_rows(UUID(str(version)), rows, True, actor=supervisor)
        if at > len(townships):
            continue
        asked = services.submit(UUID(str(version)), leader.pk, DAY, DAY + timedelta(days=at - 10), actor=supervisor)
        if at < 20:
            decision = Decision.objects.get(pk=asked.result["decision"])
            decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=leader)


def _department(at: int) -> UUID:
    from gongkai.records.agencies.models import Agency

    return Agency.objects.filter(kind="department").order_by("id")[at - TOWNSHIPS - 1].pk
