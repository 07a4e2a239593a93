"""The roles, and what each may do. No role may everything: who manages accounts decides nothing."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from gongkai.records.agencies.policies import MANAGE as AGENCIES_MANAGE
from gongkai.records.agencies.policies import ORGANISATION_EDIT

ACCOUNTS_MANAGE = "accounts.manage"
AGENCIES_SEE = "agencies.see"
CATALOGUE_EDIT = "catalogue.edit"
LIBRARY_EDIT = "library.edit"
INCOMING_HANDLE = "incoming.handle"
DECISIONS_ASK = "decisions.ask"
DECISIONS_MAKE = "decisions.make"
COMMENT = "comment"
LOG_SEE = "log.see"


class Role(models.TextChoices):
    """What somebody is at an agency, from a day until a day."""

    ADMINISTRATOR = "administrator", "系统管理员"
    SUPERVISOR = "supervisor", "政务公开主管部门"
    OFFICER = "officer", "公开专干"
    LIAISON = "liaison", "信息员"
    REVIEWER_FIRST = "reviewer_first", "一审人"
    REVIEWER_SECOND = "reviewer_second", "二审人"
    REVIEWER_THIRD = "reviewer_third", "三审人"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查人"
    SIGNER = "signer", "签发人"
    OFFICE_HEAD = "office_head", "公开工作机构负责人"
    APPLICATION_HANDLER = "application_handler", "依申请办理人"
    LEGAL_REVIEWER = "legal_reviewer", "法制审核人"
    REPORT_PREPARER = "report_preparer", "年报编制人"
    SUPERVISION = "supervision", "监督小组成员"
    ASSESSOR = "assessor", "考核人"
    AUDITOR = "auditor", "审计查看"


CAPABILITIES: Mapping[Role, frozenset[str]] = {
    Role.ADMINISTRATOR: frozenset({ACCOUNTS_MANAGE, AGENCIES_MANAGE, AGENCIES_SEE, ORGANISATION_EDIT}),
    Role.SUPERVISOR: frozenset(
        {
            AGENCIES_MANAGE,
            AGENCIES_SEE,
            ORGANISATION_EDIT,
            CATALOGUE_EDIT,
            LIBRARY_EDIT,
            INCOMING_HANDLE,
            DECISIONS_ASK,
            COMMENT,
            LOG_SEE,
        }
    ),
    Role.OFFICER: frozenset(
        {AGENCIES_SEE, ORGANISATION_EDIT, CATALOGUE_EDIT, LIBRARY_EDIT, INCOMING_HANDLE, DECISIONS_ASK, LOG_SEE}
    ),
    Role.LIAISON: frozenset({AGENCIES_SEE, INCOMING_HANDLE}),
    Role.REVIEWER_FIRST: frozenset({AGENCIES_SEE, DECISIONS_MAKE}),
    Role.REVIEWER_SECOND: frozenset({AGENCIES_SEE, DECISIONS_MAKE}),
    Role.REVIEWER_THIRD: frozenset({AGENCIES_SEE, DECISIONS_MAKE}),
    Role.SECRECY_REVIEWER: frozenset({AGENCIES_SEE, DECISIONS_MAKE}),
    Role.SIGNER: frozenset({AGENCIES_SEE, DECISIONS_MAKE, LOG_SEE}),
    Role.OFFICE_HEAD: frozenset({AGENCIES_SEE, DECISIONS_ASK, DECISIONS_MAKE, LOG_SEE}),
    Role.APPLICATION_HANDLER: frozenset({AGENCIES_SEE, DECISIONS_ASK}),
    Role.LEGAL_REVIEWER: frozenset({AGENCIES_SEE, DECISIONS_MAKE}),
    Role.REPORT_PREPARER: frozenset({AGENCIES_SEE, DECISIONS_ASK}),
    Role.SUPERVISION: frozenset({AGENCIES_SEE, COMMENT, LOG_SEE}),
    Role.ASSESSOR: frozenset({AGENCIES_SEE, COMMENT, LOG_SEE}),
    Role.AUDITOR: frozenset({AGENCIES_SEE, LOG_SEE}),
}

REACHING = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.ASSESSOR, Role.AUDITOR})
"""Roles that count at every agency below theirs; all others count at their own agency, its inner units and villages."""

NOT_BESIDE_ADMINISTRATOR = frozenset(
    {
        Role.REVIEWER_FIRST,
        Role.REVIEWER_SECOND,
        Role.REVIEWER_THIRD,
        Role.SECRECY_REVIEWER,
        Role.SIGNER,
        Role.OFFICE_HEAD,
        Role.LEGAL_REVIEWER,
    }
)
"""Roles that decide: nobody holds one while managing accounts anywhere, or he could hand himself every step of a review."""

NOT_BY_SUBSTITUTION = frozenset({ACCOUNTS_MANAGE, AGENCIES_MANAGE})
"""What a substitute does not take over: it has to be granted."""


def roles_with(capability: str) -> list[str]:
    """The roles that give the capability; of an unknown capability, none."""
    return [role.value for role, capabilities in CAPABILITIES.items() if capability in capabilities]
