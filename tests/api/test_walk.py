"""The walk over every act and every record of the API × every role: at one's own agency, the neighbour's, the superior's, and
from above. What a role may stands in ACTS and READS; what is not listed there fails."""

from __future__ import annotations

import enum
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import transaction
from django.urls import reverse
from pydantic import BaseModel

from gongkai.api.acting import body_of
from gongkai.api.acts import OPEN, act_of
from gongkai.records.accounts import remarks, substitution, tokens
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import (
    ACCOUNTS_MANAGE,
    AGENCIES_MANAGE,
    AGENCIES_SEE,
    CAPABILITIES,
    CATALOGUE_EDIT,
    COMMENT,
    DECISIONS_ASK,
    INCOMING_HANDLE,
    LIBRARY_EDIT,
    LOG_SEE,
    ORGANISATION_EDIT,
    REACHING,
    Role,
)
from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import GroupKind, Kind, Level, MemberRole, ResourceKind
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.catalogue import services as catalogue
from gongkai.records.incoming import services as incoming
from gongkai.records.incoming.actors import DoorBearer
from gongkai.records.incoming.models import Door
from gongkai.records.library import guides
from gongkai.records.library import services as library
from gongkai.records.library.models import RuleKind
from tests.harness.routes import ROUTES
from tests.records.api.conftest import Program
from tests.records.api.test_reading import MATTER
from tests.records.conftest import DAY, SET_UP, now, stores

__all__ = ["now", "stores"]

NOBODY = "nobody of these"
OWN, NEIGHBOUR, ABOVE, BELOW = "own", "neighbour", "above", "below"
EVERYBODY = frozenset({"everybody"})
ACTS: dict[str, str] = {
    **dict.fromkeys(
        (
            "agencies.register",
            "agencies.rename",
            "agencies.reclassify",
            "agencies.move",
            "agencies.merge",
            "agencies.give_credit_code",
            "agencies.import_tree",
        ),
        AGENCIES_MANAGE,
    ),
    **dict.fromkeys(
        (
            "agencies.set_contacts",
            "agencies.found_group",
            "agencies.show_group",
            "agencies.end_group",
            "agencies.add_member",
            "agencies.end_member",
            "agencies.set_up_post",
            "agencies.take_post",
            "agencies.end_post",
            "agencies.add_resource",
            "agencies.end_resource",
        ),
        ORGANISATION_EDIT,
    ),
    **dict.fromkeys(
        (
            "accounts.enrol",
            "accounts.transfer",
            "accounts.rename",
            "accounts.change_username",
            "accounts.grant",
            "accounts.end_role",
            "accounts.deactivate",
            "accounts.reactivate",
            "accounts.substitute",
            "accounts.end_substitution",
            "accounts.hand_over",
            "accounts.import",
            "accounts.revoke_token",
        ),
        ACCOUNTS_MANAGE,
    ),
    "accounts.decide": NOBODY,
    "accounts.remark": COMMENT,
    "accounts.answer_remark": DECISIONS_ASK,
    **{act: CATALOGUE_EDIT for act in OPEN if act.startswith("catalogue.")},
    **{act: LIBRARY_EDIT for act in OPEN if act.startswith("library.")},
    **{act: INCOMING_HANDLE for act in OPEN if act.startswith("incoming.")},
}
"""Act → what a role must give, at the record's agency, to do it. A decision is made by who was asked: a test of its own."""
OF_THE_ROOT = {"agencies.import_tree"}
"""Asked with no rows, an import is of the whole tree."""

READS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("api:agency", "api:agency-coverage", "api:agency-calendar", "api:agency-guide"), frozenset({AGENCIES_SEE})
    ),
    "api:agency-people": frozenset({ACCOUNTS_MANAGE}),
    "api:person": frozenset({ACCOUNTS_MANAGE, LOG_SEE}),
    "api:catalogue-versions": EVERYBODY,  # what is in force is public; nothing is, so the list is empty for many
    "api:catalogue-in-force": frozenset(),
    **dict.fromkeys(("api:catalogue-version", "api:catalogue-matters"), frozenset({AGENCIES_SEE})),
    "api:catalogue-differences": frozenset({AGENCIES_SEE}),
    "api:rule": frozenset({AGENCIES_SEE}),
    "api:rule-file": frozenset(),
    "api:decision": frozenset({DECISIONS_ASK, LOG_SEE}),
    "api:incoming-item": frozenset({INCOMING_HANDLE}),
    "api:incoming-photo": frozenset({INCOMING_HANDLE}),
    "api:log": frozenset({LOG_SEE}),
    "api:upload": frozenset(),
}
"""Address → what a role must give to read the record there, one of these; none: nobody reads what is there."""
QUERIES = {"api:agency-calendar": "?first=2026-03-01&last=2026-03-31", "api:catalogue-differences": "?before={version}"}

PLACES = (OWN, NEIGHBOUR, ABOVE, BELOW)
"""Where the record is, seen from the person: BELOW is a township seen by somebody of the county."""


@dataclass
class Place:
    """An agency with a record of every kind: ids by the name of the argument that takes them."""

    agency: UUID
    known: dict[str, Any] = field(default_factory=dict)


def person(name: str, agency: UUID, *roles: Role) -> User:
    done = accounts.enrol(name, name, agency, actor=OPERATOR)
    for role in roles:
        accounts.grant(done.record_id, role, agency, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=done.record_id)


def furnished(agency: UUID, name: str) -> Place:
    """Everything there can be at an agency, made by its officer, its leader and its village."""
    officer, leader = person(f"{name}.officer", agency, Role.OFFICER), person(f"{name}.leader", agency, Role.SIGNER)
    critic, other = person(f"{name}.critic", agency, Role.ASSESSOR), person(f"{name}.other", agency)
    village = agencies.register(f"{name}村", Kind.VILLAGE, Level.VILLAGE, agency, SET_UP, actor=OPERATOR).record_id
    group = organisation.found_group(agency, GroupKind.LEADING, "小组", DAY, actor=officer).result["group"]
    member = organisation.add_member(UUID(group), "某某", MemberRole.HEAD, DAY, actor=officer).result["member"]
    post = organisation.set_up_post(agency, "专干", DAY, actor=officer).result["post"]
    resource = organisation.add_resource(agency, ResourceKind.STAFF, "人员", DAY, actor=officer).result["resource"]
    made = catalogue.open_catalogue(agency, f"{name}目录", actor=officer).result
    version = UUID(made["version"])
    matter = catalogue.add_matter(version, MATTER, actor=officer).result["key"]
    decision = catalogue.submit(version, leader.pk, DAY, actor=officer).result["decision"]
    wording = library.Wording(DAY, DAY, "第一条　先审查、后公开。")
    rule = library.make_rule(agency, RuleKind.REVIEW, "办法", wording, actor=officer).result["rule"]
    door = incoming.open_door(village, actor=officer).result["door"]
    photo = files.write(b"\xff\xd8\xff photo", FileClass.INTERNAL)
    bearer = DoorBearer(Door.objects.get(pk=door))
    item = incoming.receive(UUID(door), "财务", "", [photo], actor=bearer).result["item"]
    remark = remarks.remark("catalogue.catalogue", UUID(made["catalogue"]), "请补充。", actor=critic).result["remark"]
    away = substitution.arrange(officer.pk, other.pk, DAY, DAY, "学习", actor=officer).result["substitution"]
    grant = accounts.grant(other.pk, Role.LIAISON, agency, SET_UP, actor=OPERATOR).result["grant"]
    facts = dict.fromkeys(("office_name", "office_address", "office_hours"), "办公室") | {"office_phone": "0799-1234567"}
    organisation.set_contacts(agency, facts, DAY, actor=officer)
    guides.make_guide(agency, {}, actor=officer)
    token = tokens.make_token(other.pk, "同步", tokens.new_token()[1], DAY, actor=other).result["token"]
    known = {
        **dict.fromkeys(("agency", "parent", "into", "at"), agency),
        **dict.fromkeys(("user", "absent", "person"), other.pk),
        **dict.fromkeys(("to", "substitute"), officer.pk),
        **{"group": group, "member": member, "post": post, "resource": resource, "grant": grant, "token": token},
        **{"catalogue": made["catalogue"], "other": made["catalogue"], "version": version, "matter": matter},
        **{"decision": decision, "decider": leader.pk, "rule": rule, "door": door, "item": item, "remark": remark},
        **{"record_id": made["catalogue"], "substitution": away, "upload": UUID(int=0)},
        **{"record": made["catalogue"], "record_type": "catalogue.catalogue", "number": 1, "position": 1},
    }
    return Place(agency, known)


@pytest.fixture
def county(db: None, now: Any) -> dict[str, Place]:
    """A county and two townships, each furnished."""
    root = agencies.register("青禾县人民政府", Kind.GOVERNMENT, Level.COUNTY, None, SET_UP, actor=OPERATOR).record_id
    below = [
        agencies.register(f"{name}镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, root, SET_UP, actor=OPERATOR).record_id
        for name in ("石桥", "柳溪")
    ]
    own, other, above = furnished(below[0], "石桥"), furnished(below[1], "柳溪"), furnished(root, "青禾")
    return {OWN: own, NEIGHBOUR: other, ABOVE: above, BELOW: own}


def sample(hint: Any, name: str, known: Mapping[str, Any]) -> Any:
    """Something that fits an argument: a record of the place where its name is one's, else the least that is taken."""
    if name in known:
        return known[name]
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return sample(parts[0], name, known)
    if type(None) in parts:
        return None
    if origin is list:
        return []
    if origin is dict:
        return {}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return next(iter(hint)).value
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return body(hint, known)
    return {date: DAY.isoformat(), bool: False, int: 1, UUID: UUID(int=9)}.get(hint, "文字")


def body(model: type[BaseModel], known: Mapping[str, Any]) -> dict[str, Any]:
    """The least an act takes, about records of a place."""
    return {name: sample(one.annotation, name, known) for name, one in model.model_fields.items() if one.is_required()}


class _undone:
    """What is done in it is undone, acts too, which are durable."""

    def __enter__(self) -> None:
        self.outer = transaction.atomic()
        self.outer._from_testcase = True  # type: ignore[attr-defined]
        self.outer.__enter__()

    def __exit__(self, *error: object) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)


def asked(asks: Program, act: str, known: Mapping[str, Any]) -> int:
    with _undone():
        path, data = f"/api/v1/acts/{act}/", orjson.dumps(body(body_of(act_of(act)), known))
        headers = asks._headers({})
        return asks.client.post(path, data, content_type="application/json", headers=headers).status_code


def may(place: str, role: Role, capability: str) -> bool:
    """Whether the role gives the capability there: at one's own agency any, from above the roles that reach down."""
    return capability in CAPABILITIES[role] and (place == OWN or (place == BELOW and role in REACHING))


def program(role: Role | None, place: str, county: dict[str, Place]) -> Program:
    """The program of somebody with the role at the township, or at the county where the place is below."""
    at = county[ABOVE if place == BELOW else OWN].agency
    return Program(person(f"walker.{role.value if role else 'nobody'}", at, *([role] if role else [])))


def test_every_act_and_every_address_of_a_record_is_in_the_walk() -> None:
    assert sorted(ACTS) == sorted(OPEN)
    of_records = {
        name for name, route in ROUTES.items() if name.startswith("api:") and route.read is not None and route.arguments
    }
    assert sorted(READS) == sorted(of_records - {"api:missing"})


@pytest.mark.parametrize("place", PLACES)
def test_every_act_is_done_by_who_may_and_by_nobody_else(place: str, county: dict[str, Place]) -> None:
    wrong = []
    for role in (None, *Role):
        asks = program(role, place, county)
        for act, capability in ACTS.items():
            status = asked(asks, act, county[place].known)
            right = role is not None and (
                place == BELOW and may(place, role, AGENCIES_MANAGE) if act in OF_THE_ROOT else may(place, role, capability)
            )
            if status not in ({200, 422} if right else {403, 404}):
                wrong.append(f"{act} by {role}: {status}")
    assert wrong == []


@pytest.mark.parametrize("place", PLACES)
def test_every_record_is_read_by_who_sees_it_and_is_not_there_for_others(place: str, county: dict[str, Place]) -> None:
    wrong = []
    for role in (None, *Role):
        asks = program(role, place, county)
        for name, capabilities in READS.items():
            known = county[place].known
            arguments = {argument: known[argument] for argument in ROUTES[name].arguments}
            query = QUERIES.get(name, "").format(**known)
            path = reverse(name, kwargs=arguments, urlconf="gongkai.config.urls") + query
            status = asks.client.get(path, headers=asks._headers({})).status_code
            right = capabilities == EVERYBODY or any(role is not None and may(place, role, one) for one in capabilities)
            if status not in ({200} if right else {403, 404}):
                wrong.append(f"{name} by {role}: {status}")
    assert wrong == []


def test_a_decision_is_made_by_who_was_asked_and_nobody_else_reads_the_upload(county: dict[str, Place]) -> None:
    own = county[OWN].known
    leader = Program(User.objects.get(pk=own["decider"]))
    waiting = leader.get(f"/decisions/{own['decision']}/")
    said = {"decision": waiting["id"], "outcome": "approved", "comment": "", "version_hash": waiting["version_hash"]}
    with _undone():
        leader.act("accounts.decide", said)
    upload = leader.post("/uploads/", {"name": "a.pdf", "size": 10})["id"]
    leader.get(f"/uploads/{upload}/")
    for role in Role:
        asks = program(role, OWN, county)
        asks.act("accounts.decide", said, 403)
        asks.get(f"/uploads/{upload}/", 404)
        asks.piece(upload, 0, b"x", 404)


def test_without_a_good_token_nothing_is_done_and_nothing_read(county: dict[str, Place]) -> None:
    former, revoked = (
        Program(person("former", county[OWN].agency, Role.OFFICER)),
        Program(person("revoked", county[OWN].agency)),
    )
    accounts.deactivate(former.user.pk, "调离", actor=OPERATOR)
    tokens.revoke_token(revoked.token_id, actor=revoked.user)
    stranger = Program(person("stranger", county[OWN].agency))
    stranger.token = "gk_" + "A" * 43
    for asks in (former, revoked, stranger):
        assert {asked(asks, act, county[OWN].known) for act in OPEN} == {401}
        for name, route in ROUTES.items():
            if name.startswith("api:") and route.program and route.read is not None and name != "api:missing":
                path = reverse(name, kwargs=dict(route.arguments), urlconf="gongkai.config.urls")
                assert asks.client.get(path, headers=asks._headers({})).status_code == 401, name
