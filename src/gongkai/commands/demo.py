"""`gongkai demo`: the made-up county 云水县 in an empty installation."""

from __future__ import annotations

from datetime import datetime

import click

from gongkai.commands.output import OK, emit_json, fail, format_option, say
from gongkai.commands.site import start_django


@click.command(help="在空的系统中装入虚构的“云水县”演示数据：机构、人员、目录、制度、来件与待办。")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="演示数据停在哪一天早晨，默认今天。")
@click.option("--seed", default=1, show_default=True, type=int, help="同一日期和种子，内容相同。")
@format_option()
def demo(as_of: datetime | None, seed: int, output: str) -> int:
    """Exit 0, or 2 with a sentence where the installation is not empty or the day is to come."""
    start_django()
    from django.core.management import call_command

    from gongkai.demo import county, people
    from gongkai.records.base.errors import Refused

    call_command("migrate", interactive=False, verbosity=0)
    try:
        made = county.build(as_of.date() if as_of else None, seed, say)
    except Refused as refused:
        fail(refused.message)
    if output == "json":
        emit_json(made.as_json())
        return OK
    click.echo(
        f"已装入云水县演示数据（{made.as_of}）：{made.agencies} 个单位、{made.people} 人、"
        f"{made.matters} 个公开事项、{made.tasks} 件待办。"
    )
    here = "登录页列出演示人员，点击即可登录。"
    click.echo(here if people.mode() else "用 GONGKAI_DEMO=1 启动 gongkai serve，登录页会列出演示人员。")
    return OK
