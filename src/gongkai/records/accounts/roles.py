"""The roles, and what each may do. No role may everything: who manages accounts reviews nothing."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

ACCOUNTS_MANAGE = "accounts.manage"
AGENCIES_MANAGE = "agencies.manage"
AGENCIES_SEE = "agencies.see"
LOG_SEE = "log.see"


class Role(models.TextChoices):
    """What somebody is at an agency, from a day until a day. A role counts for the agency and everything below it."""

    ADMINISTRATOR = "administrator", "系统管理员"
    SUPERVISOR = "supervisor", "政务公开主管部门"
    OFFICER = "officer", "公开专干"
    LIAISON = "liaison", "信息员"
    REVIEWER = "reviewer", "审核人"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查人"
    LEADER = "leader", "分管领导"
    AUDITOR = "auditor", "审计查看"


CAPABILITIES: Mapping[Role, frozenset[str]] = {
    Role.ADMINISTRATOR: frozenset({ACCOUNTS_MANAGE, AGENCIES_MANAGE, AGENCIES_SEE}),
    Role.SUPERVISOR: frozenset({AGENCIES_MANAGE, AGENCIES_SEE, LOG_SEE}),
    Role.OFFICER: frozenset({AGENCIES_SEE}),
    Role.LIAISON: frozenset({AGENCIES_SEE}),
    Role.REVIEWER: frozenset({AGENCIES_SEE}),
    Role.SECRECY_REVIEWER: frozenset({AGENCIES_SEE}),
    Role.LEADER: frozenset({AGENCIES_SEE, LOG_SEE}),
    Role.AUDITOR: frozenset({AGENCIES_SEE, LOG_SEE}),
}


def roles_with(capability: str) -> list[str]:
    """The roles that give the capability; of an unknown capability, none."""
    return [role.value for role, capabilities in CAPABILITIES.items() if capability in capabilities]
