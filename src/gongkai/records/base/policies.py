"""Who may do what, as small predicates that can be combined. What no predicate allows is denied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise

from gongkai.records.base.actors import Actor, SystemActor

Test = Callable[[Actor, Any], bool]


class Policy:
    """A predicate of an actor and what is acted on. `a & b`, `a | b`, `~a` are policies too.

    `why`: a Chinese sentence for whom it denies, where there is more to say than that they may not."""

    def __init__(self, test: Test, name: str, why: str | Promise = "") -> None:
        self._test, self.name, self.why = test, name, why

    def __call__(self, actor: Actor, subject: Any = None) -> bool:
        # `is True`: a predicate that returns something merely truthy (a queryset, a mock) is a mistake, and denies.
        return self._test(actor, subject) is True

    def __and__(self, other: Policy) -> Policy:
        return Policy(lambda actor, subject: self(actor, subject) and other(actor, subject), f"({self.name} & {other.name})")

    def __or__(self, other: Policy) -> Policy:
        return Policy(lambda actor, subject: self(actor, subject) or other(actor, subject), f"({self.name} | {other.name})")

    def __invert__(self) -> Policy:
        return Policy(lambda actor, subject: not self(actor, subject), f"~{self.name}")

    def __repr__(self) -> str:
        return f"<Policy {self.name}>"


def policy(test: Test) -> Policy:
    """Makes a policy of a function (actor, subject) -> bool."""
    return Policy(test, test.__name__)


def system(*names: str) -> Policy:
    """Only these parts of the system."""
    return Policy(lambda actor, subject: isinstance(actor, SystemActor) and actor.name in names, f"system{names}")


nobody = Policy(lambda actor, subject: False, "nobody")
is_operator = system("operator")
