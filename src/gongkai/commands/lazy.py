"""A command group whose members are imported when they are called, so that help costs nothing but this file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click


class Hook(NamedTuple):
    """Where a subcommand lives ("package.module:attribute") and its line in the help."""

    target: str
    help: str


class LazyGroup(click.Group):
    """A group over hooks, besides commands of its own module. A hook's module is imported by `get_command`, never to list or
    describe it."""

    def __init__(self, *args: Any, hooks: Mapping[str, Hook] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hooks = dict(hooks or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The group's own commands in the order they were added, then the hooks in theirs."""
        return [*self.commands, *self.hooks]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself; imports its module."""
        hook = self.hooks.get(cmd_name)
        if hook is None:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = hook.target.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{hook.target} is no click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of subcommands from the hooks' own lines."""
        own = [(name, command.get_short_help_str(formatter.width)) for name, command in self.commands.items()]
        with formatter.section("命令"):
            formatter.write_dl(own + [(name, hook.help) for name, hook in self.hooks.items()])
