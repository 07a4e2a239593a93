"""People out of a workbook: what the rows say (`plan`), every bad row named, and one act that enrols and grants all of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext

from gongkai.records.accounts.models import User
from gongkai.records.accounts.policies import may_manage_accounts
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, NOT_BESIDE_ADMINISTRATOR, Role
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.accounts.services import enrolled, granted
from gongkai.records.agencies.importing.columns import day_of
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock, sheets
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.sheets import Column, Line, Problem

MOST = 2000
_BETWEEN = re.compile(r"[、，,;；/\n]+")
_PHONE = re.compile(r"\+?[0-9][0-9 \-]{4,18}")
_USERNAME = re.compile(UnicodeUsernameValidator.regex)

COLUMNS = (
    Column("name", "姓名", ("人员姓名", "姓 名"), required=True, example="沈知秋", width=12),
    Column(
        "username",
        "用户名",
        ("登录名", "账号", "帐号"),
        required=True,
        note="登录用，全系统不能重复；可用字母、数字、汉字和 . _ - @ +",
        example="shenzhiqiu",
        width=18,
    ),
    Column(
        "agency",
        "单位",
        ("单位名称", "所在单位", "工作单位"),
        required=True,
        note="单位全称；有重名的填统一社会信用代码",
        example="石桥镇人民政府",
        width=30,
    ),
    Column("post", "职务", ("职务职称", "岗位"), example="党政办公室干事", width=20),
    Column("phone", "手机", ("手机号", "手机号码", "联系电话", "电话"), example="13800000000", width=16),
    Column(
        "roles",
        "角色",
        ("系统角色", "担任角色"),
        note="可填几个，用顿号隔开：" + "、".join(str(role.label) for role in Role),
        example="公开专干、依申请办理人",
        width=30,
    ),
    Column("since", "自", ("开始日期", "任职日期", "起"), note="角色从哪一天起；空着为导入当天", example="2026-03-01"),
    Column("until", "至", ("结束日期", "止"), note="角色到哪一天止；空着为长期", example=""),
)


@dataclass(frozen=True)
class NewPerson:
    """A good row. Dates are ISO texts, so that a plan can be shown, signed and sent back as JSON."""

    row: int
    name: str
    username: str
    agency: str
    agency_name: str
    post: str
    phone: str
    roles: tuple[str, ...]
    since: str
    until: str | None

    def role_labels(self) -> str:
        """For the eye."""
        return "、".join(str(Role(role).label) for role in self.roles)


@dataclass
class Plan:
    """What an import would do. Nothing is imported while there is a problem."""

    people: list[NewPerson] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def as_rows(self) -> list[dict[str, Any]]:
        """The people as plain data, for the act."""
        return [asdict(person) for person in self.people]


def template() -> bytes:
    """An empty workbook with the columns and what each is for."""
    return sheets.workbook(COLUMNS, sheet="人员", notes=["导入前会先检查；有一行不对，就一个也不导入。"])


def plan(data: bytes, name: str, user: User) -> Plan:
    """Reads a file for who manages accounts. Refused where the file as a whole is none."""
    table = sheets.read(data, name, COLUMNS)
    planned = plan_lines(table.lines, user)
    planned.problems[:0] = table.problems
    planned.ignored = table.ignored
    return planned


def plan_lines(lines: Sequence[Line], user: User) -> Plan:
    """The same for lines; a constant number of queries."""
    planned = Plan()
    if len(lines) > MOST:
        said = gettext("一次最多导入 %(most)d 人，请拆成几个文件。") % {"most": MOST}
        planned.problems.append(Problem(0, "", str(len(lines)), said, "too_many"))
        return planned
    places = _Places(user)
    usernames = {line.values["username"].casefold() for line in lines}
    taken = _taken(usernames)
    first: dict[str, int] = {}
    for line in lines:
        person = _person(line, places, taken, first, planned.problems)
        if person is not None:
            planned.people.append(person)
    return planned


def _taken(usernames: set[str]) -> set[str]:
    """Of these names, which are in use, upper and lower case alike."""
    return {name.casefold() for name in User.objects.values_list("username", flat=True) if name.casefold() in usernames}


class _Places:
    """The agencies somebody may enrol people at, by name and by credit code."""

    def __init__(self, user: User) -> None:
        self.by_name: dict[str, list[tuple[UUID, str]]] = defaultdict(list)
        self.by_code: dict[str, tuple[UUID, str]] = {}
        rows = agencies_with(user, ACCOUNTS_MANAGE).filter(ended_on=None).values_list("pk", "name", "credit_code")
        for identity, name, code in rows:
            self.by_name["".join(name.split())].append((identity, name))
            if code:
                self.by_code[code.upper()] = (identity, name)


def _person(line: Line, places: _Places, taken: set[str], first: dict[str, int], problems: list[Problem]) -> NewPerson | None:
    values, before = line.values, len(problems)

    def wrong(key: str, message: str, code: str) -> None:
        label = next(column.label for column in COLUMNS if column.key == key)
        problems.append(Problem(line.number, label, values[key][:80], message, code))

    if not values["name"]:
        wrong("name", gettext("没有填姓名，请补上。"), "name_missing")
    elif len(values["name"]) > 64:
        wrong("name", gettext("姓名太长（最多 64 字），请核对。"), "name_long")
    _check_username(line, taken, first, wrong)
    place = _place(values["agency"], places, wrong)
    if len(values["post"]) > 100:
        wrong("post", gettext("职务太长（最多 100 字），请精简。"), "post_long")
    if values["phone"] and not _PHONE.fullmatch(values["phone"]):
        wrong("phone", gettext("不是电话号码，请填数字（如 13800000000），或空着。"), "phone_invalid")
    roles = _roles(values["roles"], wrong)
    since, until = _day("since", values, wrong), _day("until", values, wrong)
    if since and until and until < since:
        wrong("until", gettext("结束日期早于开始日期，请改正。"), "dates_reversed")
    if len(problems) > before or place is None:
        return None
    return NewPerson(
        line.number,
        values["name"],
        values["username"],
        str(place[0]),
        place[1],
        values["post"],
        values["phone"],
        tuple(role.value for role in roles),
        (since or clock.today()).isoformat(),
        until.isoformat() if until else None,
    )


def _check_username(line: Line, taken: set[str], first: dict[str, int], wrong: Any) -> None:
    username = line.values["username"]
    folded = username.casefold()
    if not username:
        wrong("username", gettext("没有填用户名，请补上。"), "username_missing")
    elif len(username) > 64 or not _USERNAME.search(username):
        wrong("username", gettext("用户名只能用字母、数字、汉字和 . _ - @ +，最多 64 位，请改正。"), "username_invalid")
    elif folded in taken:
        wrong("username", gettext("该用户名已有人使用；已在系统里的人请从表中删去这一行，重名的请换一个。"), "username_used")
    elif folded in first:
        said = gettext("与第 %(row)d 行的用户名相同，请换一个。") % {"row": first[folded]}
        wrong("username", said, "username_twice")
    else:
        first[folded] = line.number


def _place(words: str, places: _Places, wrong: Any) -> tuple[UUID, str] | None:
    if not words:
        wrong("agency", gettext("没有填单位，请填单位全称或统一社会信用代码。"), "agency_missing")
        return None
    by_code = places.by_code.get(words.upper())
    if by_code:
        return by_code
    found = places.by_name.get("".join(words.split()), [])
    if not found:
        said = gettext("机构树中没有这个单位，或不归您管理；请核对全称，或先登记单位。")
        wrong("agency", said, "agency_unknown")
        return None
    if len(found) > 1:
        said = gettext("有 %(many)d 个单位叫这个名称，请改填统一社会信用代码。") % {"many": len(found)}
        wrong("agency", said, "agency_ambiguous")
        return None
    return found[0]


_ROLES = {str(role.label): role for role in Role} | {role.value: role for role in Role}


def _roles(words: str, wrong: Any) -> list[Role]:
    named = [word.strip() for word in _BETWEEN.split(words) if word.strip()]
    unknown = [word for word in named if word not in _ROLES]
    if unknown:
        said = gettext("没有“%(role)s”这个角色，请按模板“填写说明”里的名称填写。") % {"role": "、".join(unknown)}
        wrong("roles", said, "role_unknown")
        return []
    roles = list(dict.fromkeys(_ROLES[word] for word in named))
    beside = [role for role in roles if role in NOT_BESIDE_ADMINISTRATOR]
    if Role.ADMINISTRATOR in roles and beside:
        said = gettext("管理账号的人不能兼任“%(role)s”，请分给两个人。") % {"role": beside[0].label}
        wrong("roles", said, "roles_incompatible")
    return roles


def _day(key: str, values: Mapping[str, str], wrong: Any) -> date | None:
    if not values[key]:
        return None
    day = day_of(values[key])
    if day is None:
        wrong(key, gettext("认不出这个日期，请写成 2026-03-01 的样子。"), "date_invalid")
    return day


@act("accounts.import")
def import_people(step: Step, at: UUID, rows: Sequence[Mapping[str, Any]], encoded: Sequence[str]) -> dict[str, Any]:
    """Enrols everybody of a plan (`Plan.as_rows`) and grants their roles: all of them or nobody. `at`: the agency on whose log
    it stands; `encoded`: a first password each, as it is kept."""
    root = _agency(at)
    step.allow(may_manage_accounts, root)
    places: dict[str, Agency] = {}
    for row in rows:
        if row["agency"] not in places:
            places[row["agency"]] = _agency(UUID(row["agency"]))
            step.allow(may_manage_accounts, places[row["agency"]])
    step.lock(Agency, at)
    step.require(0 < len(rows) <= MOST, gettext("没有可导入的人员，请重新选择文件。"), "nothing_to_import")
    step.require(len(encoded) == len(rows), gettext("导入的内容不完整，请重新选择文件。"), "incomplete")
    grants = 0
    for row, password in zip(rows, encoded, strict=True):
        place = places[row["agency"]]
        user = enrolled(step, place, row["username"], row["name"], post=row["post"], phone=row["phone"], encoded=password)
        until = date.fromisoformat(row["until"]) if row["until"] else None
        for role in row["roles"]:
            granted(step, user, Role(role), place, date.fromisoformat(row["since"]), until)
            grants += 1
    step.log({"people": len(rows), "grants": grants})
    return {"people": len(rows), "grants": grants}


def _agency(agency: UUID) -> Agency:
    found = Agency.objects.filter(pk=agency).first()
    if found is None:
        raise NotFound(gettext("找不到该单位，请返回机构列表重新选择。"))
    return found
