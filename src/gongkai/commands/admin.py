"""`gongkai admin create`: the first administrator of an installation."""

from __future__ import annotations

import click

from gongkai.commands.output import OK, fail, say
from gongkai.commands.site import start_django

LEVELS = ("province", "prefecture", "county", "township")


@click.group(help="系统管理员。")
def group() -> None:
    """The group."""


@group.command(
    help="建立系统管理员；还没有机构树时一并建立最上级单位。密码从终端输入，或用环境变量 GONGKAI_ADMIN_PASSWORD（_FILE）。"
)
@click.option("--username", envvar="GONGKAI_ADMIN_USERNAME", help="用户名。")
@click.option("--name", envvar="GONGKAI_ADMIN_NAME", help="姓名，不填为“系统管理员”。")
@click.option("--agency", envvar="GONGKAI_AGENCY", help="最上级单位全称，如“云水县人民政府”。")
@click.option("--level", type=click.Choice(LEVELS), help="最上级单位的层级；从名称看得出时不用填。")
def create(username: str | None, name: str | None, agency: str | None, level: str | None) -> int:
    """Exit 0, or 2 with a sentence."""
    start_django()
    from django.core.management import call_command

    from gongkai.records.accounts import founding
    from gongkai.records.agencies.models import Level
    from gongkai.records.base.errors import Refused

    # The first administrator may come before the first start.
    call_command("migrate", interactive=False, verbosity=0)
    try:
        given = founding.from_environment()
        if given is None:
            username = username or click.prompt("用户名")
            if founding.root() is None:
                agency = agency or click.prompt("最上级单位全称（如“云水县人民政府”）")
            password = click.prompt("密码（至少 10 个字符）", hide_input=True, confirmation_prompt="再输入一遍密码")
            given = founding.Founder(username or "", password, name or "", agency or "")
        user = founding.found(given, Level(level) if level else None)
    except Refused as refused:
        fail(refused.message)
    say(f"已建立系统管理员“{user.username}”。首次登录须修改密码；请用它在工作台里建立机构和人员。")
    return OK


@group.command(
    help="核实某人确在使用自己的账号。管理员发放密码后，由发放人以外的人核实才能签批；系统里还没有这样的人时用本命令。"
)
@click.argument("username", metavar="用户名")
@click.option("--how", required=True, help="怎样核实的，如“当面”。")
def vouch(username: str, how: str) -> int:
    """Exit 0, or 2 with a sentence."""
    start_django()
    from gongkai.records.accounts import vouching
    from gongkai.records.accounts.models import User
    from gongkai.records.base.actors import OPERATOR
    from gongkai.records.base.errors import Refused

    person = User.objects.filter(username=username).first()
    if person is None:
        fail(f"没有用户名是“{username}”的人员，请核对。")
    try:
        vouching.vouch(person.pk, how, actor=OPERATOR)
    except Refused as refused:
        fail(refused.message)
    say(f"已记录核实：“{person.name}”在使用自己的账号。")
    return OK
