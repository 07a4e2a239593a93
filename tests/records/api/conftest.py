"""Programs that ask: each with the token of a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.http import HttpResponse
from django.test import Client

from gongkai.records.accounts import services as accounts
from gongkai.records.accounts import tokens
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from tests.records.conftest import SET_UP


class Program:
    """Asks with the token of a person, unless another is given."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.token, hashed = tokens.new_token()
        until = clock.today() + timedelta(days=30)
        done = tokens.make_token(user.pk, "同步", hashed, until, actor=user)
        self.token_id = UUID(done.result["token"])
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        """The JSON of an answer with this status."""
        return self._said(self.client.get(f"/api/v1{path}", query, headers=self._headers({})), status)

    def act(self, name: str, body: Any, status: int = 200, headers: dict[str, str] | None = None, query: str = "") -> Any:
        """What an act answers."""
        answer = self.client.post(
            f"/api/v1/acts/{name}/{query}",
            body if isinstance(body, bytes) else orjson.dumps(body),
            content_type="application/json",
            headers=self._headers(headers or {}),
        )
        return self._said(answer, status)

    def post(self, path: str, body: Any, status: int = 200) -> Any:
        """What an address answers to a JSON body."""
        data = orjson.dumps(body)
        answer = self.client.post(f"/api/v1{path}", data, content_type="application/json", headers=self._headers({}))
        return self._said(answer, status)

    def piece(self, upload: str, offset: int, data: bytes, status: int = 200) -> Any:
        """Sends a piece of an upload."""
        path, kind = f"/api/v1/uploads/{upload}/pieces/?offset={offset}", "application/octet-stream"
        return self._said(self.client.post(path, data, content_type=kind, headers=self._headers({})), status)

    def bytes(self, path: str) -> bytes:
        """The file at an address."""
        answer: Any = self.client.get(f"/api/v1{path}", headers=self._headers({}))
        assert answer.status_code == 200
        return b"".join(answer.streaming_content)

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **headers}

    def _said(self, answer: Any, status: int) -> Any:
        found: HttpResponse = answer
        assert found.status_code == status, found.content.decode()
        return orjson.loads(found.content)


@pytest.fixture
def program() -> Callable[[User], Program]:
    """A program of somebody."""
    return Program


@pytest.fixture
def neighbour(county: UUID) -> UUID:
    """Another township of the county."""
    done = agencies.register("柳溪镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county, SET_UP, actor=OPERATOR)
    return done.record_id


@pytest.fixture
def supervisor(county: UUID) -> User:
    """Somebody of the county who supervises everything below."""
    done = accounts.enrol("zhuguan", "主管", county, actor=OPERATOR)
    accounts.grant(done.record_id, Role.SUPERVISOR, county, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=done.record_id)
