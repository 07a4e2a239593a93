"""Findings, severities, and the register of rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from gongkai.annual.check.context import Context


class Severity(StrEnum):
    """error = must not be published so; warning = a person must look; info = form and taste."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(slots=True)
class Finding:
    """One thing a rule says about a report. `cells` are the cells it concerns, as `table3.row.column`."""

    code: str
    severity: Severity
    where: str
    message: str
    expected: Any = None
    found: Any = None
    basis: str | None = None
    cells: list[str] = field(default_factory=list)
    quote: str | None = None
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data; `cells`, `quote` and `reason` only where there are any."""
        data = {k: v for k in self.__slots__ if (v := getattr(self, k)) or k not in ("cells", "quote", "reason")}
        data["severity"] = str(self.severity)
        return data


class Say(Protocol):
    """How a rule speaks. Code and basis come from the rule; severity too, unless the case has its own."""

    def __call__(
        self,
        where: str,
        message: str,
        *,
        expected: Any = None,
        found: Any = None,
        severity: Severity | None = None,
        cells: list[str] | None = None,
        quote: str | None = None,
        code: str | None = None,
    ) -> None: ...


RuleFunction = Callable[["Context", Say], None]


@dataclass(slots=True, frozen=True)
class Rule:
    """A registered rule: its code, usual severity, legal basis, and the function that applies it."""

    code: str
    severity: Severity
    basis: str
    apply: RuleFunction
    needs_tables: bool
    """True for rules over tables only: they form the fast group that entry screens run on every keystroke."""


RULES: list[Rule] = []


def rule(code: str, severity: Severity, *, basis: str, tables: bool = False) -> Callable[[RuleFunction], RuleFunction]:
    """Register a rule. `tables=True` marks one that looks at tables (and notes on them) only."""

    def register(function: RuleFunction) -> RuleFunction:
        RULES.append(Rule(code, severity, basis, function, tables))
        return function

    return register
