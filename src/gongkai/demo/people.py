"""The county's people: every role in several agencies, leaders who never sign in, somebody on leave; and who is listed on
the sign-in page of a demonstration.

Nobody has a password that is the same elsewhere: each is made of the installation's secret key and the user name, and shown
only in demo mode.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.utils.crypto import salted_hmac

from gongkai.demo import words
from gongkai.demo.stage import Stage
from gongkai.desk.signin.demo import DemoPerson
from gongkai.records.accounts import passwords, services, substitution
from gongkai.records.accounts.models import RoleGrant, User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR

PREFIX = "demo."
_ITERATIONS = 1_000


@dataclass(frozen=True)
class Part:
    """Somebody to enrol: where they work, their post, the roles they hold (each at their own agency or another)."""

    key: str
    agency: str
    post: str
    roles: tuple[tuple[Role, str], ...]
    signs_in: bool = True
    listed: bool = True


def parts() -> Iterator[Part]:
    """Everybody, the county first. The user name is PREFIX + key."""
    county, office = words.COUNTY, words.OFFICE

    def at(agency: str, *roles: Role) -> tuple[tuple[Role, str], ...]:
        return tuple((role, agency) for role in roles)

    yield Part("admin", office, "信息中心主任", at(county, Role.ADMINISTRATOR))
    yield Part("supervisor", office, "政务公开科科长", at(county, Role.SUPERVISOR))
    yield Part("office", office, "政务公开科一级科员", at(office, Role.OFFICER))
    yield Part("liaison", office, "秘书科科员", at(office, Role.LIAISON))
    yield Part("first", office, "秘书科科长", at(office, Role.REVIEWER_FIRST))
    yield Part("second", office, "县政府办公室副主任", at(office, Role.REVIEWER_SECOND) + at(county, Role.REVIEWER_SECOND))
    yield Part(
        "third", office, "县政府办公室主任", (*at(office, Role.REVIEWER_THIRD, Role.SIGNER), *at(county, Role.REVIEWER_THIRD))
    )
    yield Part("secrecy", office, "机要科科长", at(office, Role.SECRECY_REVIEWER) + at(county, Role.SECRECY_REVIEWER))
    yield Part("mayor", county, "常务副县长", at(county, Role.SIGNER), signs_in=False, listed=False)
    yield Part("head", office, "政府信息公开办公室主任", at(office, Role.OFFICE_HEAD) + at(county, Role.OFFICE_HEAD))
    yield Part(
        "applications", office, "政务公开科科员", at(office, Role.APPLICATION_HANDLER) + at(county, Role.APPLICATION_HANDLER)
    )
    yield Part("legal", office, "法制审核员", at(office, Role.LEGAL_REVIEWER) + at(county, Role.LEGAL_REVIEWER))
    yield Part("reports", office, "政务公开科副科长", at(office, Role.REPORT_PREPARER) + at(county, Role.REPORT_PREPARER))
    yield Part("supervision", county, "监督小组成员", at(county, Role.SUPERVISION))
    yield Part("assessor", county, "考核办科长", at(county, Role.ASSESSOR))
    yield Part("auditor", county, "审计专员", at(county, Role.AUDITOR))
    for number, name in enumerate(words.DEPARTMENTS):
        both = (Role.OFFICER, Role.APPLICATION_HANDLER, Role.REPORT_PREPARER)
        yield Part(f"dept{number + 1:02d}", name, "办公室主任", at(name, *both), listed=number < 2)
        yield Part(f"dept{number + 1:02d}.signer", name, "局长", at(name, Role.SIGNER), signs_in=False, listed=False)
        if number < 4:
            yield Part(f"dept{number + 1:02d}.liaison", name, "业务科信息员", at(name, Role.LIAISON), listed=False)
        if number < 3:
            roles = at(name, Role.REVIEWER_FIRST, Role.SECRECY_REVIEWER)
            yield Part(f"dept{number + 1:02d}.first", name, "副局长", roles, listed=False)
    streets = tuple((Role.SIGNER, name) for name in words.STREETS)
    yield Part("streets", words.STREETS[0], "联系街道工作的负责人", streets)
    for number, name in enumerate(words.TOWNSHIPS):
        roles = at(name, Role.OFFICER, Role.REPORT_PREPARER, Role.APPLICATION_HANDLER)
        yield Part(f"town{number + 1:02d}", name, "党政办副主任", roles, listed=number in (0, 3, 4, 8))
        yield Part(f"town{number + 1:02d}.first", name, "党政办主任", at(name, Role.REVIEWER_FIRST, Role.LIAISON), listed=False)
        if name in words.TOWNS:
            roles = at(name, Role.SIGNER, Role.REVIEWER_THIRD)
            yield Part(f"town{number + 1:02d}.signer", name, "镇长" if "镇" in name else "乡长", roles, False, False)


def enrol(stage: Stage) -> None:
    """All of them, with a first password they changed where they sign in."""
    day = stage.began
    with quick_hashes():
        for part in parts():
            username = PREFIX + part.key
            first = passwords.first_password() if part.signs_in else None
            done = services.enrol(
                username, stage.name(), stage.agencies[part.agency], first, part.post, stage.phone(), actor=OPERATOR
            )
            for role, agency in part.roles:
                services.grant(done.record_id, role, stage.agencies[agency], day, actor=OPERATOR)
            person = User.objects.get(pk=done.record_id)
            if first is not None:
                passwords.change_password(person.pk, first, password_of(username), actor=person)
            for role, agency in part.roles:
                stage.people.setdefault(f"{role.value}@{agency}", person)
            stage.people[part.key] = person


def go_on_leave(stage: Stage) -> None:
    """From yesterday, for ten days, the officer of 柳林镇 is away, and the head of its office stands in."""
    name = words.TOWNS[2]
    away, other = stage.who("officer", name), stage.who("liaison", name)
    since = stage.as_of - timedelta(days=1)
    substitution.arrange(away.pk, other.pk, since, since + timedelta(days=10), "年休假", actor=away)


def password_of(username: str) -> str:
    """The password of a made-up person in this installation, and in no other."""
    digest = salted_hmac("gongkai.demo", username, algorithm="sha256").digest()
    return base64.b32encode(digest[:10]).decode().lower()


def listed() -> list[DemoPerson]:
    """Who stands on the sign-in page, each with their roles of today: the made-up people who are still active and have not
    been given another password. Three queries."""
    wanted = [PREFIX + part.key for part in parts() if part.listed]
    people = {
        user.username: user
        for user in User.objects.filter(username__in=wanted, is_active=True, must_change_password=False).select_related(
            "agency"
        )
    }
    roles: dict[object, dict[str, None]] = {}
    grants = RoleGrant.objects.valid_on(clock.today()).filter(user__in=[user.pk for user in people.values()])
    for user, role in grants.order_by("since", "id").values_list("user_id", "role"):
        roles.setdefault(user, {})[str(Role(role).label)] = None
    return [
        DemoPerson(
            username,
            people[username].name,
            people[username].agency.name,
            "、".join(roles.get(people[username].pk, ())),
            password_of(username),
        )
        for username in wanted
        if username in people
    ]


def is_here() -> bool:
    """Whether the made-up county is what this installation holds."""
    return (
        Agency.objects.filter(name=words.COUNTY, parent=None).exists()
        and User.objects.filter(username=f"{PREFIX}admin").exists()
    )


@contextmanager
def quick_hashes() -> Iterator[None]:
    """Slow hashing protects passwords people think up; these are of chance, and seventy slow ones take half a minute. Django
    hashes each anew, slowly, at its first sign-in."""
    hasher = get_hasher()
    if not isinstance(hasher, PBKDF2PasswordHasher):
        yield
        return
    before = hasher.iterations
    hasher.iterations = _ITERATIONS
    try:
        yield
    finally:
        hasher.iterations = before


def mode() -> bool:
    """Whether this installation is a demonstration (GONGKAI_DEMO)."""
    return bool(settings.DEMO)
