"""The first administrator: made by the person with the command line, or from the environment when the service first starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext

from gongkai.annual.agencies import kind_and_level
from gongkai.records.accounts import services
from gongkai.records.accounts.models import RoleGrant, User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Agency, Kind, Level
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.errors import Refused

USERNAME, PASSWORD, PASSWORD_FILE = "GONGKAI_ADMIN_USERNAME", "GONGKAI_ADMIN_PASSWORD", "GONGKAI_ADMIN_PASSWORD_FILE"
NAME, AGENCY = "GONGKAI_ADMIN_NAME", "GONGKAI_AGENCY"


SET_UP = date(2000, 1, 1)
"""When the top of the tree was set up, as far as this system minds: before anything that is entered below it."""


@dataclass(frozen=True)
class Founder:
    """Who, with which password, and the top of the tree where there is none yet."""

    username: str
    password: str
    name: str = ""
    agency: str = ""


def root() -> Agency | None:
    """The top of the tree, if there is one."""
    return Agency.objects.filter(parent=None, ended_on=None).first()


def has_administrator() -> bool:
    """Whether somebody active manages accounts today."""
    grants = RoleGrant.objects.valid_on(clock.today())
    return grants.filter(role=Role.ADMINISTRATOR.value, user__is_active=True).exists()


def found(founder: Founder, level: Level | None = None) -> User:
    """The administrator, and the top of the tree where there is none. Each step is an act of its own; what an interrupted run
    left is gone on with. Refused with what to do."""
    top = root() or _top(founder.agency, level)
    user = User.objects.filter(username__iexact=founder.username.strip()).first()
    if user is None:
        name = founder.name.strip() or gettext("系统管理员")
        made = services.enrol(founder.username, name, top.pk, founder.password, actor=OPERATOR)
        user = User.objects.get(pk=made.record_id)
    held = RoleGrant.objects.valid_on(clock.today()).filter(user=user)
    if held.filter(role=Role.ADMINISTRATOR.value, agency=top).exists():
        raise Refused(gettext("“%(name)s”已经是系统管理员。") % {"name": user.username}, "already_administrator")
    if held.exists():
        said = gettext("“%(name)s”是已有人员，担任其他角色；请为管理员另起一个用户名。") % {"name": user.username}
        raise Refused(said, "username_used")
    services.grant(user.pk, Role.ADMINISTRATOR, top.pk, clock.today(), actor=OPERATOR)
    return user


def _top(name: str, level: Level | None) -> Agency:
    if not name.strip():
        raise Refused(gettext("还没有最上级单位，请给出它的全称（如“云水县人民政府”）。"), "agency_missing")
    kind, known = kind_and_level(name)
    kinds = {"government": Kind.GOVERNMENT, "office": Kind.OFFICE}
    at = level or (Level(known) if known in Level.values else None)
    if at is None:
        said = gettext("从“%(name)s”看不出行政层级，请另行指明（county 县级、prefecture 设区的市级等）。") % {"name": name}
        raise Refused(said, "level_unknown")
    made = agencies.register(name, kinds.get(kind, Kind.DEPARTMENT), at, None, SET_UP, actor=OPERATOR)
    return Agency.objects.get(pk=made.record_id)


def from_environment(environment: Mapping[str, str] = os.environ) -> Founder | None:
    """Who the environment names; None if it names nobody. Refused for a name without a password, an empty or unreadable
    password file, or two passwords."""
    username = environment.get(USERNAME, "").strip()
    if not username:
        return None
    password, path = environment.get(PASSWORD, ""), environment.get(PASSWORD_FILE, "")
    if bool(password) == bool(path):
        said = gettext("设置了 %(username)s，还须在 %(password)s 和 %(file)s 中设置一项且只设置一项。")
        raise Refused(said % {"username": USERNAME, "password": PASSWORD, "file": PASSWORD_FILE}, "password_missing")
    if path:
        try:
            password = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            said = gettext("读不了 %(file)s 指定的文件 %(path)s，请核对路径和权限。")
            raise Refused(said % {"file": PASSWORD_FILE, "path": path}, "password_unreadable") from error
        if not password:
            raise Refused(gettext("%(file)s 指定的文件是空的。") % {"file": PASSWORD_FILE}, "password_missing")
    return Founder(username, password, environment.get(NAME, ""), environment.get(AGENCY, ""))


def at_first_start(environment: Mapping[str, str] = os.environ) -> str:
    """Called before the service starts: founds from the environment where nobody manages accounts yet. Returns a sentence for
    the operator, "" if there is nothing to say. Refused stops the start."""
    if has_administrator():
        return ""
    founder = from_environment(environment)
    if founder is None:
        return gettext("还没有系统管理员：请运行 gongkai admin create 建立第一个管理员，之后才能登录工作台。")
    user = found(founder)
    return gettext("已建立系统管理员“%(name)s”，首次登录须修改密码。") % {"name": user.username}
