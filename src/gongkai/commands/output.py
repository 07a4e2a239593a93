"""How every subcommand speaks: data to stdout, talk to stderr, and exit codes 0, 1 (findings), 2 (could not do it)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import click

OK, FINDINGS, FAILED = 0, 1, 2

F = TypeVar("F", bound=Callable[..., Any])


def format_option(*choices: str) -> Callable[[F], F]:
    """The option `--format`, with the given choices (text and json if none); the first is the default."""
    names = choices or ("text", "json")
    return click.option("--format", "output", type=click.Choice(names), default=names[0], show_default=True, help="输出格式。")


def emit_json(data: Any) -> None:
    """One JSON object as one line of UTF-8 on stdout, whatever encoding the terminal has."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(data, ensure_ascii=False).encode() + b"\n")
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """A line of talk on stderr."""
    click.echo(text, err=True)


def fail(message: str) -> NoReturn:
    """End with one Chinese sentence on stderr and exit code 2."""
    say(f"出错：{message}")
    raise SystemExit(FAILED)
