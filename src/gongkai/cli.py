"""The command `gongkai`: one entry for reading, checking, reckoning and running an installation.

A subcommand returns its exit code (0, 1 findings, 2 could not do it) or None for 0; data goes to stdout, talk to stderr.
Whatever goes wrong is one Chinese sentence; GONGKAI_DEBUG=1 shows the traceback with it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from gongkai.commands.lazy import Hook, LazyGroup
from gongkai.commands.output import FAILED, OK, say
from gongkai.commands.words import speak_chinese

HOOKS = {
    "report": Hook("gongkai.commands.report:group", "读取、体检政府信息公开工作年度报告"),
    "law": Hook("gongkai.commands.law:group", "工作日与期限"),
    "serve": Hook("gongkai.commands.site:serve", "运行网站、后台任务和定时任务"),
    "admin": Hook("gongkai.commands.admin:group", "建立第一个系统管理员"),
    "demo": Hook("gongkai.commands.demo:demo", "装入虚构的云水县演示数据"),
    "doctor": Hook("gongkai.commands.site:doctor", "检查本站的数据是否完好"),
    "backup": Hook("gongkai.commands.site:backup", "备份数据库和文件"),
    "restore": Hook("gongkai.commands.site:restore", "从备份恢复"),
    "manage": Hook("gongkai.commands.site:manage", "管理命令（数据库迁移等）"),
}

speak_chinese()


@click.group(
    cls=LazyGroup,
    hooks=HOOKS,
    help="政府信息公开工作平台：年报读取与体检、期限计算、网站运行。",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="gongkai", prog_name="gongkai")
def cli() -> None:
    """The root group."""


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark instead of ending the work.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(_run(argv))


def _run(argv: Sequence[str] | None) -> int:
    try:
        # Not cli.main: it turns a pipe whose reader has gone into exit code 1, which here means findings.
        with cli.make_context("gongkai", list(sys.argv[1:] if argv is None else argv)) as ctx:
            code = cli.invoke(ctx)
        sys.stdout.flush()
        return code if isinstance(code, int) else OK
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
    except click.ClickException as error:
        if isinstance(error, click.UsageError) and error.ctx is not None:
            say(error.ctx.get_usage())
        say(f"出错：{error.format_message().removesuffix('.').removesuffix('。')}。")
    except (click.Abort, KeyboardInterrupt):
        say("已中断。")
    except BrokenPipeError:
        # The reader of a pipe (head, less) has gone: nothing is wrong, and the last flush must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:  # the last net: a person gets a sentence, not a traceback
        if os.environ.get("GONGKAI_DEBUG"):
            raise
        say(f"出错：{_sentence(error)}")
    return FAILED


def _sentence(error: Exception) -> str:
    """What to tell a person: the error's own Chinese sentence where it has one."""
    message = getattr(error, "message", None)
    if isinstance(message, str) and message:
        return message
    if isinstance(error, OSError) and error.filename:
        from gongkai.documents.reasons import why

        return f"文件 {error.filename} 无法使用（{why(error)}），请核对路径和权限。"
    return f"程序内部错误（{type(error).__name__}：{error}）。设置环境变量 GONGKAI_DEBUG=1 重试可看到详情，请连同它一起反馈。"


if __name__ == "__main__":
    main()
