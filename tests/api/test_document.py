"""The document says what there is: every act listed or left out for a reason, and the service keeps what it says."""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import pkgutil
import typing
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from uuid import UUID

import orjson
import pytest
import schemathesis
from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as quick
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

import gongkai.records
from gongkai.api.acting import body_of
from gongkai.api.acts import CLOSED, OPEN, act_of
from gongkai.api.document import document
from gongkai.api.files import TYPES
from gongkai.api.reading.log import AGENCY_OF
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.acts import Act
from gongkai.records.base.files.store import Written
from gongkai.records.base.record import Record
from gongkai.records.catalogue import services as catalogue
from tests.records.api.conftest import Program
from tests.records.conftest import SET_UP, administrator, county, now, stores, township

__all__ = ["administrator", "county", "now", "stores", "township"]

EXAMPLES = 3
NO_LOG = {"base.storedfile", "base.task"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

quickly = quick(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def acts() -> Iterator[str]:
    """The names of all acts in the records."""
    for module in pkgutil.walk_packages(gongkai.records.__path__, "gongkai.records."):
        if ".migrations" not in module.name:
            for value in vars(import_module(module.name)).values():
                if isinstance(value, Act):
                    yield value.name


def test_every_act_is_open_to_programs_or_closed_for_a_reason() -> None:
    assert sorted(set(acts())) == sorted({*OPEN, *CLOSED})
    assert not set(OPEN) & set(CLOSED)
    assert all(CLOSED.values())


def test_of_every_file_an_act_takes_it_is_known_what_it_may_be() -> None:
    def files(hints: dict[str, Any]) -> Iterator[str]:
        for name, hint in hints.items():
            if dataclasses.is_dataclass(hint) and isinstance(hint, type) and hint is not Written:
                yield from files(typing.get_type_hints(hint))
            elif Written in (hint, *typing.get_args(hint)) and not name.endswith("photos"):  # photos are drawn anew
                yield name

    taken = {(name, file) for name in OPEN for file in files(typing.get_type_hints(inspect.unwrap(act_of(name))))}
    assert taken == set(TYPES)


def test_the_log_of_every_kind_of_record_has_an_agency() -> None:
    kinds = {
        model._meta.label_lower
        for model in apps.get_models()
        if issubclass(model, Record) and model.__module__.startswith("gongkai.")
    }
    assert kinds - NO_LOG == set(AGENCY_OF)


def test_the_document_is_openapi_3_1_in_chinese_and_every_part_it_points_at_is_there() -> None:
    found = document()
    assert found["openapi"] == "3.1.0"
    schemas = found["components"]["schemas"]
    text = orjson.dumps(found).decode()
    for part in text.split('"#/components/schemas/')[1:]:
        assert part.partition('"')[0] in schemas
    for methods in found["paths"].values():
        for said in methods.values():
            assert any("\u4e00" <= letter <= "\u9fff" for letter in said["summary"]), said["operationId"]
            assert said["security"]
    ids = [said["operationId"] for methods in found["paths"].values() for said in methods.values()]
    assert len(ids) == len(set(ids))


def test_two_models_of_one_name_are_one_model() -> None:
    seen: dict[str, Any] = {}
    for name in OPEN:
        for part, schema in body_of(act_of(name)).model_json_schema().get("$defs", {}).items():
            assert seen.setdefault(part, schema) == schema, part
            assert document()["components"]["schemas"][part] == {**schema, **document()["components"]["schemas"][part]}


def test_the_page_lists_every_endpoint_and_needs_no_script(db: None) -> None:
    page = Client().get("/api/v1/").content.decode()
    for path, methods in document()["paths"].items():
        assert path in page
        assert all(said["summary"] in page for said in methods.values())


def test_an_address_that_is_not_there_is_said_in_json(db: None) -> None:
    for method in ("get", "post", "delete"):
        answer = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/nothing/here/")
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_address")
    refused = Client().delete("/api/v1/me/")
    assert (refused.status_code, refused["Allow"], refused.json()["code"]) == (405, "GET", "method_not_allowed")


def test_a_fault_says_nothing_of_itself(db: None, administrator: User, monkeypatch: pytest.MonkeyPatch, now: object) -> None:
    asks = Program(administrator)

    def broken(*args: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("gongkai.api.reading.me.grants_of", broken)
    said = asks.get("/me/", 500)
    assert said["code"] == "fault"
    assert "secret" not in str(said)


@pytest.fixture
def somebody(administrator: User, county: object) -> User:
    """Who may nearly everything, in two roles that go together."""
    accounts.grant(administrator.pk, Role.SUPERVISOR, administrator.agency_id, SET_UP, actor=_other(administrator))
    return administrator


def _other(user: User) -> Any:
    done = accounts.enrol("guanli2", "管理员", user.agency_id, actor=OPERATOR)
    accounts.grant(done.record_id, Role.ADMINISTRATOR, user.agency_id, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=done.record_id)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the connection open: the test's transaction is on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_service_keeps_what_its_document_says(
    somebody: User, county: UUID, township: UUID, one_connection: None, settings: Any
) -> None:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    asks = Program(somebody)
    officer = accounts.enrol("zhuangan", "专干", township, actor=OPERATOR).record_id
    made = catalogue.open_catalogue(county, "青禾县公开目录", actor=somebody).result
    known = {"agency": str(township), "parent": str(county), "into": str(county), "user": str(officer), "to": str(somebody.pk)}
    known |= {"catalogue": made["catalogue"], "version": made["version"], "absent": str(officer)}
    failures = []
    for operation in _operations():
        try:
            _tried(operation, asks, known)
        except AssertionError as error:
            failures.append(f"{operation.label}: {error}")
        except BaseExceptionGroup as group:
            failures.extend(f"{operation.label}: {error}" for error in group.exceptions)
    assert not failures, "\n\n".join(failures)[:6000]


def _operations() -> Iterator[Any]:
    from gongkai.config.wsgi import application

    loaded = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for result in loaded.get_all_operations():
        yield result.ok()


def _tried(operation: Any, asks: Program, known: dict[str, str]) -> None:
    """What fits the document is answered as it says, also about records that are there; what does not fit is refused."""

    @quickly
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def fitting(case: Any) -> None:
        for part in (case.body, case.path_parameters):
            if isinstance(part, dict):
                part.update({name: value for name, value in known.items() if name in part})
        case.validate_response(_answer(case, asks), checks=CHECKS)

    @quickly
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def unfitting(case: Any) -> None:
        answer = _answer(case, asks)
        # Of a report the loader decides what it can still read; what is too long is refused unread.
        lenient = "/annual-report/" in operation.path or answer.status_code == 413
        case.validate_response(answer, checks=CHECKS if lenient else [*CHECKS, negative_data_rejection])

    fitting()
    with contextlib.suppress(Unsatisfiable):  # what takes nothing can be given nothing wrong
        unfitting()


def _answer(case: Any, asks: Program) -> Any:
    return case.call(headers={"Authorization": f"Bearer {asks.token}"})
