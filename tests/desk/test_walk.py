"""A walk over every address that names a thing × every role × where the role is held: own, neighbour, superior, below.

The table is tests/desk/walk_table.py; what is not in it is denied and fails here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from gongkai.documents.rows import read_rows
from gongkai.records.accounts import decisions
from gongkai.records.accounts.models import ApiToken, Decision, Outcome, PartialUpload, SavedView, User
from gongkai.records.accounts.roles import CAPABILITIES, REACHING, Role
from gongkai.records.base import clock
from gongkai.records.catalogue import services as catalogue
from tests.desk.conftest import BACKEND
from tests.desk.walk_county import SECRETS, World, kept_private, settled
from tests.desk.walk_table import (
    ALIKE,
    BESIDE,
    COUNTY,
    DESK,
    HIDDEN,
    NEIGHBOUR,
    OWN,
    PERSONAL,
    PLACES,
    PUBLIC,
    VISIT_PATH,
    WALKERS,
    WITHOUT_RECORD,
    Open,
    Roles,
)
from tests.harness.routes import ROUTES

DONE_OR_SHOWN = frozenset({200, 302, 400, 409, 422})
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the walk lie."""
    return tmp_path_factory.mktemp("walk")


@pytest.fixture(autouse=True)
def stores(settings: Any, folder: Path) -> None:
    """Files and keys of all tests of the walk in one folder."""
    settings.FILE_STORE, settings.KEY_FOLDER, settings.TEMPORARY = folder / "files", folder / "keys", folder


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any, folder: Path) -> Iterator[World]:
    """The county with everything in it, made once and undone at the end; each test undoes its own."""
    kept = override_settings(FILE_STORE=folder / "files", KEY_FOLDER=folder / "keys", TEMPORARY=folder)
    around = transaction.atomic()
    # As in Django's TestCase: acts inside are whole transactions.
    around._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), around:
        with kept, clock.frozen(NOON):
            world = settled()
            world.strangers = {pair: client_of(world.people[pair]) for pair in STRANGERS}
            world.read_before = {pair: seen(client) for pair, client in world.strangers.items()}
            kept_private(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(made_once: World, db: None, now: clock.Frozen) -> World:
    """The county, for one test."""
    return made_once


def client_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def address(name: str, world: World, thing: str, more: Any = None) -> str:
    """The address of the thing; of what is known of it, as much as the route asks for."""
    asked = ROUTES[name].arguments
    known = {**dict(asked), **world.things[thing], **(more or {})}
    if "agency" in asked and thing != "village":
        known["agency"] = world.things["agency"]["identity"]
    return reverse(name, kwargs={key: known[key] for key in asked})


def body_of(opened: Open, world: World) -> dict[str, str]:
    bodies = {
        "approve": {"outcome": "approved", "comment": "", "version_hash": str(world.ids["hash"]), "key": "k" * 32},
        "answer": {"text": "已经改正。", "key": "k" * 32},
    }
    return bodies.get(opened.body, {})


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done in here is undone."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


def right(opened: Open, asked: Roles, held: Roles, place: str) -> frozenset[int]:
    """The answers that are right for somebody: shown or done, told that he may not, or not there."""
    if opened.holds(asked, held, place):
        return DONE_OR_SHOWN
    return frozenset({403}) if opened.holds(opened.sees, held, place) else frozenset({404})


def test_every_address_that_names_a_thing_is_in_the_table() -> None:
    """Those of the API have a walk of their own: tests/api/test_walk.py."""
    named = {name for name, route in ROUTES.items() if route.arguments and not route.program}
    named -= {name for name in named if reverse(name, kwargs=dict(ROUTES[name].arguments)).startswith(VISIT_PATH)}
    written = set(DESK) | set(PUBLIC) | set(HIDDEN) | set(PERSONAL) | WITHOUT_RECORD
    assert named - written == set(), "who may, is not written down"
    assert written - named == set(), "there is no such address"


def test_every_role_walks_from_every_place() -> None:
    for place in PLACES:
        assert frozenset().union(*WALKERS[place]) == frozenset(Role), place
    for alike in ALIKE:
        assert len({(CAPABILITIES[role], role in REACHING) for role in alike}) == 1, "they are walked as one"


@pytest.mark.parametrize("place", PLACES)
def test_everybody_gets_what_the_table_says(place: str, world: World) -> None:
    wrong = []
    for held, user in world.walkers(place):
        client, who = client_of(user), "、".join(sorted(held))
        for name, opened in DESK.items():
            where = address(name, world, opened.thing, opened.more)
            may = opened.sees if opened.may is None else opened.may
            shown = False
            if ROUTES[name].read is not None:
                status = client.get(where).status_code
                shown = status in DONE_OR_SHOWN
                if status not in right(opened, may, held, place):
                    wrong.append(f"{who}: GET {name} {status}")
            # Who was shown the form may send it; that it is not sent past who was not, is what counts here.
            if ROUTES[name].writes and (opened.body or not shown):
                with undone():
                    status = client.post(where, body_of(opened, world)).status_code
                if status not in right(opened, may if opened.does is None else opened.does, held, place):
                    wrong.append(f"{who}: POST {name} {status}")
    assert wrong == []


def test_what_is_public_is_for_everybody_and_what_is_not_shown_for_nobody(world: World) -> None:
    for client in (
        Client(),
        client_of(world.somebody(Role.OFFICER, NEIGHBOUR)),
        client_of(world.somebody(Role.SUPERVISOR, COUNTY)),
    ):
        for name, (thing, status) in PUBLIC.items():
            assert client.get(address(name, world, thing)).status_code == status, name
        for name, thing in HIDDEN.items():
            assert client.get(address(name, world, thing)).status_code in (401, 404), name


def test_what_is_ones_own_nobody_else_touches(world: World) -> None:
    for (held, place), person in world.people.items():
        client = client_of(person)
        for name, thing in (("me-token-revoke", "own token"), ("me-view-drop", "own view"), ("mfa_remove_webauthn", "own key")):
            client.post(reverse(name, kwargs=world.things[thing]))
        client.post(address("desk:upload", world, "upload"), {"offset": "0", "piece": io.BytesIO(b"x")})
        manages = Role.ADMINISTRATOR in held and place in (OWN, COUNTY)
        revoked = ApiToken.objects.exclude(revoked_at=None)
        assert revoked.exists() == manages, person.username
        revoked.update(revoked_at=None)
    assert (SavedView.objects.count(), Authenticator.objects.count(), PartialUpload.objects.get().received) == (1, 1, 0)


LISTS = sorted(name for name, route in ROUTES.items() if route.read and not route.arguments and not name.startswith("portal:"))
"""Every address without a thing in it: homes, lists, boards, exports, listings of the API."""
NOT_LISTS = {"health", "account_login", "mfa_activate_totp", "mfa_add_webauthn", "api:openapi", "api:endpoints", "desk:drafts"}
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|name="key" value="[^"]*"|csrf_token": "[^"]*"|"X-CSRFToken": "[^"]*"'
)


def seen(client: Client) -> dict[str, str]:
    """Address → everything somebody reads there, workbooks unpacked."""
    found = {}
    for name in LISTS:
        if name in NOT_LISTS:
            continue
        forms = ("", "?format=xlsx") if name.startswith(("desk:", "people:")) else ("",)
        for form in forms:
            where = reverse(name) + form
            answer = client.get(where)
            found[where] = text_of(b"".join(answer) if answer.streaming else answer.content)
    return found


def text_of(data: bytes) -> str:
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            kept = sorted(part for part in parts.namelist() if part.startswith("xl/"))
            return "".join(parts.read(part).decode(errors="replace") for part in kept)
    return CHANGING.sub("", data.decode(errors="replace"))


STRANGERS = [
    *((roles, NEIGHBOUR) for roles in WALKERS[NEIGHBOUR]),
    *((roles, BESIDE) for roles in WALKERS[BESIDE]),
    (WALKERS[COUNTY][-1], COUNTY),
]
"""Who has nothing to do with the township: next to it, in a department, and in the county with a role that does not reach."""


def test_what_is_private_changes_no_page_list_count_search_or_workbook_of_a_stranger(world: World) -> None:
    """Whatever a stranger may open without naming a thing reads the same, letter by letter, before and after the township
    has private things: not even a number tells that there is something."""
    for pair, client in world.strangers.items():
        before, after = world.read_before[pair], seen(client)
        assert [where for where, said in after.items() if said != before[where]] == [], pair


def test_search_finds_private_things_for_their_people_and_not_for_strangers(world: World) -> None:
    officer, keeper = client_of(world.somebody(Role.OFFICER, OWN)), client_of(world.keeper)
    for what in ("rule", "item", "person", "task", "draft", "decision"):
        query = {"q": SECRETS[what]}
        found = (keeper if what == "task" else officer).get("/desk/search/", query).context["parts"]
        assert bool(found) == (what in ("rule", "item", "person", "task")), what
        for stranger in world.strangers.values():
            assert stranger.get("/desk/search/", query).context["parts"] == [], what


def test_their_people_find_every_private_thing_somewhere(world: World) -> None:
    """The words are there to be found: what strangers do not see, is something."""
    pages = "".join(seen(client_of(world.keeper)).values())
    pages += "".join(seen(client_of(world.somebody(Role.ADMINISTRATOR, OWN))).values())
    named = {"draft", "group", "resource", "place"}  # these stand on the pages of things
    for what in set(SECRETS) - named - {"phone"}:
        assert SECRETS[what] in pages, what


def test_a_version_approved_for_a_later_day_is_not_public_before_it(world: World, now: clock.Frozen) -> None:
    draft = world.ids["draft"]
    catalogue.submit(draft, world.leader.pk, date(2026, 4, 1), actor=world.keeper)
    decision = Decision.objects.get(record_id=draft)
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=world.leader)
    stranger = client_of(world.somebody(Role.OFFICER, NEIGHBOUR))
    versions = f"/api/v1/catalogues/{world.ids['catalogue']}/versions/"
    desk = f"/desk/catalogue/versions/{draft}/"
    pages = (desk, f"{desk}export.csv", f"/api/v1/catalogue-versions/{draft}/")
    assert [stranger.get(page).status_code for page in pages] == [404, 404, 404]
    assert [row["number"] for row in stranger.get(versions).json()] == [1]
    assert client_of(world.somebody(Role.OFFICER, OWN)).get(pages[0]).status_code == 200
    now.move(days=22)
    stranger = client_of(world.somebody(Role.OFFICER, NEIGHBOUR))
    assert [stranger.get(page).status_code for page in pages] == [200, 200, 200]
    assert [row["number"] for row in stranger.get(versions).json()] == [2, 1]


TOWNSHIP = {"石桥镇人民政府", "柳湾村民委员会", "党政综合办公室"}


@pytest.mark.parametrize(
    ("role", "place", "named"),
    [
        (Role.SUPERVISOR, COUNTY, {"云水县人民政府", "云水县民政局", "青田镇人民政府", *TOWNSHIP}),
        (Role.OFFICER, COUNTY, {"云水县人民政府"}),
        (Role.OFFICER, OWN, TOWNSHIP),
        (Role.OFFICER, NEIGHBOUR, {"青田镇人民政府"}),
    ],
)
def test_the_exported_tree_has_the_agencies_one_sees_and_no_others(
    world: World, role: Role, place: str, named: set[str]
) -> None:
    answer = client_of(world.somebody(role, place)).get(reverse("desk:agency-export"))
    rows = read_rows(answer.content, "机构.xlsx")[0].rows
    column = [row.cells[0] for row in rows if row.cells and row.cells[0]]
    assert set(column[column.index("单位名称") + 1 :]) == named
