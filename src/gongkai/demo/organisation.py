"""The county's agencies as it brings them in from a workbook, and what they are made of: groups, posts, resources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from gongkai.demo import words
from gongkai.demo.stage import Stage, number
from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.agencies import services
from gongkai.records.agencies.importing import acting, planning
from gongkai.records.agencies.models import Agency, GroupKind, Kind, Level, MemberRole, ResourceKind
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.errors import Refused
from gongkai.records.base.sheets import Line

_HANDED_OVER = words.TOWNSHIPS[:2]


def bring_in(stage: Stage) -> None:
    """The tree, by the act of the import; then one township that was raised to a town last summer."""
    lines = [Line(number, values) for number, values in enumerate(_lines(stage), 2)]
    plan = planning.plan_lines(lines, stage.tree_since)
    if plan.problems:
        raise Refused(plan.problems[0].sentence(), plan.problems[0].code)
    acting.import_tree(acting.as_rows(plan), stage.tree_since, "云水县机构.xlsx", actor=OPERATOR)
    stage.agencies = dict(Agency.objects.values_list("name", "pk"))
    root = stage.agencies[words.COUNTY]
    services.open_site(root, "demo.localhost", "云水县人民政府", "9901010001", actor=OPERATOR)


def raise_to_town(stage: Stage) -> None:
    """梅溪乡 becomes 梅溪镇 on the first of July of last year."""
    old, new = words.RENAMED
    since = date(stage.as_of.year - 1, 7, 1)
    stage.on(since)
    services.rename(stage.agencies[old], new, since, actor=stage.who("administrator"))
    stage.agencies[new] = stage.agencies[old]


def _lines(stage: Stage) -> Iterator[dict[str, str]]:
    yield _line(stage, words.COUNTY, "", Kind.GOVERNMENT, Level.COUNTY, words.DIVISION, 1)
    yield _line(stage, words.OFFICE, words.COUNTY, Kind.DEPARTMENT, Level.COUNTY, words.DIVISION, 2)
    yield {"name": words.SECTION, "parent": words.OFFICE, "kind": Kind.UNIT.label, "level": Level.COUNTY.label}
    for at, name in enumerate((*words.DEPARTMENTS, *words.VERTICAL), 3):
        line = _line(stage, name, words.COUNTY, Kind.DEPARTMENT, Level.COUNTY, words.DIVISION, at)
        yield {**line, "vertical": "是" if name in words.VERTICAL else "否"}
    for at, name in enumerate(words.TOWNSHIPS):
        street = name in words.STREETS
        code = f"{words.DIVISION}{1 + at if street else 100 + at - len(words.STREETS):03d}"
        kind = Kind.OFFICE if street else Kind.GOVERNMENT
        yield _line(stage, name, words.COUNTY, kind, Level.TOWNSHIP, f"{code}000", 20 + at)
        places = words.COMMUNITIES if street else words.VILLAGES
        first = 8 * (at if street else at - len(words.STREETS))
        for nth, place in enumerate(places[first : first + 8]):
            yield {
                "name": f"{place}社区居民委员会" if street else f"{place}村村民委员会",
                "parent": name,
                "kind": Kind.VILLAGE.label,
                "level": Level.VILLAGE.label,
                "division_code": f"{code}{nth + (1 if street else 200):03d}",
            }


def _line(stage: Stage, name: str, parent: str, kind: Kind, level: Level, code: str, at: int) -> dict[str, str]:
    short = name.removeprefix("云水县")
    office = "政务公开科" if name in (words.COUNTY, words.OFFICE) else "办公室" if level is Level.COUNTY else "党政综合办公室"
    phone = stage.phone()
    street = words.ROADS[at % len(words.ROADS)]
    return {
        "name": name,
        "parent": parent,
        "kind": kind.label,
        "level": level.label,
        "credit_code": _credit_code(at),
        "division_code": code,
        "address": f"云水县{street}{3 + at * 2}号",
        "postcode": "999000",
        "office_hours": words.OFFICE_HOURS,
        "phone": phone,
        "email": f"zwgk{at:02d}@yunshui.example",
        "website": "https://www.yunshui.example",
        "head": stage.name(),
        "office_name": office,
        "office_address": f"云水县{street}{3 + at * 2}号",
        "office_phone": stage.phone(),
        "duties": f"{short}依照法定职权履行职责，具体职能以机构编制部门公布的“三定”规定为准（演示数据）。",
    }


def _credit_code(at: int) -> str:
    """A code with a right check character, in a region that does not exist."""
    from stdnum.cn import uscc

    bare = f"11990101MB{at:07d}"
    return bare + uscc.calc_check_digit(bare)


def fill(stage: Stage) -> None:
    """Groups and their members, posts and who holds them."""
    supervisor = stage.who("supervisor")
    day = stage.began
    county = stage.agencies[words.COUNTY]
    leading = _group(stage, county, GroupKind.LEADING, "云水县政务公开领导小组", day, "云政办发〔{}〕1号")
    _members(stage, leading, day, ("县委常委、常务副县长", "县政府办公室主任", "县财政局局长", "县司法局局长", "县教育局局长"))
    organisation.found_group(
        county,
        GroupKind.OFFICE,
        "云水县政务公开领导小组办公室",
        day,
        office_of=leading,
        duties="承担领导小组日常工作，设在县政府办公室。",
        phone=stage.phone(),
        shown=True,
        actor=supervisor,
    )
    supervision = _group(stage, county, GroupKind.SUPERVISION, "云水县政务公开监督小组", day, "云政办发〔{}〕2号")
    _members(stage, supervision, day, ("县纪委监委派驻纪检监察组组长", "县人大代表", "县政协委员"))
    for name in words.TOWNSHIPS:
        short = name.removesuffix("人民政府").removesuffix("办事处")
        group = _group(stage, stage.agencies[name], GroupKind.LEADING, f"{short}政务公开工作领导小组", day, "")
        _members(stage, group, day, ("党委副书记、镇长" if name in words.TOWNS else "办事处主任", "副职领导", "党政办主任"))
    for name in (words.OFFICE, *words.DEPARTMENTS, *words.TOWNSHIPS):
        done = organisation.set_up_post(
            stage.agencies[name],
            "政务公开专干",
            day,
            "政务公开科" if name == words.OFFICE else "办公室",
            "信息发布、依申请公开、目录维护、年度报告编制。",
            name == words.OFFICE,
            actor=supervisor,
        )
        officer = stage.who("officer", name)
        if name in _HANDED_OVER:
            stage.posts[name] = number(done, "post")
            organisation.take_post(stage.posts[name], stage.name(), day, actor=supervisor)
        else:
            organisation.take_post(number(done, "post"), officer.name, day, officer.actor_key, actor=supervisor)


def hand_over_posts(stage: Stage) -> None:
    """Two months on, two officers take over from those before them, with a list."""
    day = stage.on(stage.began + timedelta(days=60), 10)
    for name, post in stage.posts.items():
        officer = stage.who("officer", name)
        handed = ("网站发布账号", "依申请公开台账", "在办件 2 件")
        organisation.take_post(post, officer.name, day, officer.actor_key, handed, actor=stage.who("supervisor"))


def put_in(stage: Stage) -> None:
    """What the county puts into the work, entered at the beginning of a year."""
    settled = stage.as_of - timedelta(days=40)
    year = date(settled.year, 1, 1)
    stage.on(year + timedelta(days=4))
    county, supervisor = stage.agencies[words.COUNTY], stage.who("supervisor")
    for kind, what, quantity, unit, amount in (
        (ResourceKind.STAFF, "专职工作人员", "3", "人", None),
        (ResourceKind.FUNDS, "政务公开工作经费", None, "", "180000"),
        (ResourceKind.PLACE, "政府信息公开查阅点（县政务服务中心）", "1", "处", None),
        (ResourceKind.EQUIPMENT, "查阅点自助终端", "2", "台", "26000"),
    ):
        organisation.add_resource(
            county,
            kind,
            what,
            year,
            Decimal(quantity) if quantity else None,
            unit,
            Decimal(amount) if amount else None,
            actor=supervisor,
        )


def _group(stage: Stage, agency: UUID, kind: GroupKind, name: str, day: date, document: str) -> UUID:
    title = f"关于成立{name}的通知" if document else ""
    done = organisation.found_group(
        agency,
        kind,
        name,
        day,
        title,
        document.format(day.year),
        duties="统筹推进本地区政务公开工作，研究解决重要问题。",
        shown=True,
        actor=stage.who("supervisor"),
    )
    return number(done, "group")


def _members(stage: Stage, group: UUID, day: date, posts: tuple[str, ...]) -> None:
    for at, post in enumerate(posts):
        role = MemberRole.HEAD if at == 0 else MemberRole.DEPUTY if at == 1 else MemberRole.MEMBER
        organisation.add_member(group, stage.name(), role, day, post, actor=stage.who("supervisor"))
