"""A walk over every address × every role: what is not listed is a failure, what is not allowed is denied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base.actors import OPERATOR
from tests.harness.routes import ANONYMOUS, DENIED, FORMER, METHOD_REFUSED, METHODS, NOBODY, ROUTES, WALKERS, Route

DAY = date(2020, 1, 1)
EVERY_METHOD = {ANONYMOUS, NOBODY, Role.ADMINISTRATOR.value}
SELF_ONLY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "object-src 'none'"}


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces; an address without a name is a failure of its own."""
    for pattern in (resolver or get_resolver("gongkai.config.urls")).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"the address {pattern.pattern} has no name"
            yield space + pattern.name


@pytest.fixture(autouse=True)
def fresh_hour(settings: Any, tmp_path: Path) -> None:
    """Wrong addresses that other walkers tried count against nobody here."""
    settings.TEMPORARY = tmp_path


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """One person a role, one without, one who has gone."""
    county = agencies.register("青禾县人民政府", Kind.GOVERNMENT, Level.COUNTY, None, DAY, actor=OPERATOR).record_id
    made = {}
    for walker in WALKERS:
        if walker == ANONYMOUS:
            continue
        user = accounts.enrol(walker, "某某", county, actor=OPERATOR).record_id
        if walker != NOBODY:
            role = Role.ADMINISTRATOR if walker == FORMER else Role(walker)
            accounts.grant(user, role, county, DAY, actor=OPERATOR)
        made[walker] = User.objects.get(pk=user)
    return made


def client_of(walker: str, people: dict[str, User]) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if walker != ANONYMOUS:
        client.force_login(people[walker], backend="gongkai.records.accounts.authentication.UsernameAndPassword")
    if walker == FORMER:
        accounts.deactivate(people[walker].pk, "调离", actor=OPERATOR)
    return client


def expected(route: Route, method: str, walker: str) -> frozenset[int]:
    """The statuses that are right."""
    if route.program:
        if method in route.writes:
            return frozenset({401} if walker in (ANONYMOUS, FORMER) else {403})
        if method not in {"GET", "HEAD"}:
            return frozenset({METHOD_REFUSED, 404})
        if route.read is not None and walker not in route.read:
            return DENIED - {302} | {401}
    if method in {"GET", "HEAD"}:
        if route.read is None:
            return frozenset({METHOD_REFUSED})
        return frozenset({route.read[walker]}) if walker in route.read else DENIED
    if method in route.writes:
        return frozenset({403})
    # Without a token the middleware refuses before the view says that it has no such method.
    return frozenset({METHOD_REFUSED, 403} if method != "OPTIONS" else {METHOD_REFUSED, 200, 403})


def test_every_address_is_listed_and_every_listed_one_exists() -> None:
    assert sorted(names()) == sorted(ROUTES)


@pytest.mark.parametrize("walker", WALKERS)
def test_every_address_gives_everybody_what_the_table_says(walker: str, people: dict[str, User]) -> None:
    client = client_of(walker, people)
    wrong = []
    for name, route in ROUTES.items():
        # Which methods an address knows does not hang on the role: three try them all, the others what somebody may do.
        for method in METHODS if walker in EVERY_METHOD else sorted({"GET", "POST", *route.writes}):
            answer = client.generic(method, reverse(name, kwargs=dict(route.arguments), urlconf="gongkai.config.urls"))
            if answer.status_code not in expected(route, method, walker):
                wrong.append(f"{method} {name}: {answer.status_code}")
    assert wrong == []


def refuse_writing(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    assert sql.lstrip().split(None, 1)[0].upper() in {"SELECT", "PRAGMA"}, f"a GET wrote: {sql}"
    return execute(sql, params, many, context)


@pytest.mark.parametrize("name", sorted(name for name, route in ROUTES.items() if route.read is not None))
def test_a_get_opens_no_write_transaction(db: None, name: str) -> None:
    client = Client()
    with connection.execute_wrapper(refuse_writing):
        client.get(reverse(name, kwargs=dict(ROUTES[name].arguments), urlconf="gongkai.config.urls"))


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_every_answer_carries_the_headers_that_keep_a_browser_safe(db: None, name: str) -> None:
    answer: HttpResponse = Client().get(reverse(name, kwargs=dict(ROUTES[name].arguments), urlconf="gongkai.config.urls"))  # type: ignore[assignment]
    directives = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert directives >= SELF_ONLY
    assert not any("unsafe" in part or "http" in part or "*" in part for part in directives)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_what_is_not_there_is_not_there_for_anybody(db: None) -> None:
    for address in ("/admin/", "/accounts/login/", "/..%2f..%2fetc/passwd", "/.env", "/static/../settings.py", "/api/"):
        assert Client().get(address).status_code == 404, address


def test_a_body_that_says_it_is_too_long_is_refused_unread(db: None, settings: Any) -> None:
    settings.BODY_LIMIT = 1024 * 1024
    answer = Client().post("/healthz", data=b"x" * (1024 * 1024 + 1), content_type="application/octet-stream")
    assert answer.status_code == 413
    assert "请分几次上传" in answer.content.decode()


def test_an_unknown_host_is_refused(db: None) -> None:
    assert Client(raise_request_exception=False).get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_the_language_is_chinese_whatever_the_browser_was_installed_in(db: None) -> None:
    client = Client()
    assert client.get("/healthz", headers={"Accept-Language": "en-US,en"})["Content-Language"] == "zh-hans"
    client.cookies["gongkai_language"] = "en"
    assert client.get("/healthz")["Content-Language"] == "en"
    client.cookies["gongkai_language"] = "../../etc"
    assert client.get("/healthz")["Content-Language"] == "zh-hans"
