"""click's own words in Chinese: headings of help pages and the errors of a mistyped command line."""

from __future__ import annotations

from types import ModuleType

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

_WORDS = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本号。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "Aborted!": "已中断。",
    "Error: {message}": "出错：{message}",
    "Missing command.": "缺少子命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少{param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Option {name!r} does not take a value.": "选项 {name} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name} 要带一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 要带 {nargs} 个值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要有 {nargs} 个值。",
    "Got unexpected extra argument ({args})": "多出了参数（{args}）",
    "Got unexpected extra arguments ({args})": "多出了参数（{args}）",
    "Try '{command} {option}' for help.": "用 {command} {option} 查看说明。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Possible options: {possibilities})": "（可能是：{possibilities}）",
    "Did you mean one of: {possibilities}?": "是不是下面之一：{possibilities}？",
    "{value!r} is not {choice}.": "{value} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value} 不在可选之列：{choices}。",
    "{value!r} does not match the format {format}.": "{value} 应写作 {format}。",
    "{value!r} does not match the formats {formats}.": "{value} 应写作 {formats} 之一。",
    "{value!r} is not a valid {number_type}.": "{value} 不是数字。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内。",
    "{name} {filename!r} does not exist.": "{name} {filename} 不存在，请核对路径。",
    "{name} {filename!r} is a file.": "{filename} 是文件，这里要文件夹。",
    "{name} {filename!r} is a directory.": "{filename} 是文件夹，这里要文件。",
    "{name} {filename!r} is not readable.": "{name} {filename} 没有读取权限。",
    "{name} {filename!r} is not writable.": "{name} {filename} 没有写入权限。",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "Do you want to continue?": "要继续吗？",
}
_KINDS: dict[type[click.ParamType], str] = {
    type(click.STRING): "文字",
    type(click.INT): "整数",
    click.IntRange: "整数",
    type(click.FLOAT): "数字",
    click.FloatRange: "数字",
    click.Path: "路径",
}
_USERS: tuple[ModuleType, ...] = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
)


def _chinese(text: str) -> str:
    return _WORDS.get(text, text)


def _chinese_number(singular: str, plural: str, n: int) -> str:
    return _chinese(singular if n == 1 else plural)


class ChineseFormatter(click.HelpFormatter):
    """Help pages with Chinese placeholders and full-width colons."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line."""
        args = args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]…").replace("...", "…")
        super().write_usage(prog, args, prefix)

    def write_heading(self, heading: str) -> None:
        """A heading of a list."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")


def speak_chinese() -> None:
    """Make click use the words above, whatever language the terminal is set to; words not listed stay as they are.

    click asks the system's gettext catalogues, where no Chinese for it exists; so its modules get our lookup instead.
    """
    for module in _USERS:
        for name, lookup in (("_", _chinese), ("ngettext", _chinese_number)):
            if hasattr(module, name):
                setattr(module, name, lookup)
    for kind, name in _KINDS.items():
        kind.name = name
    click.Context.formatter_class = ChineseFormatter
