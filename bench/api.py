"""How fast programs are answered in a large county: 1,000 agencies, 2,000 people, 5,000 matters, 5,000 tasks, on SQLite.

Times are whole answers of the application with a token (middleware, queries, JSON), the best of ROUNDS; and what shaping
20 rows of tasks into a checked JSON answer costs beside the queries.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench.desk import ROUNDS, _installation, _tasks
from bench.timing import Sheet

LIST_MS, SHAPE_MS = 40.0, 0.5
ROWS = 20
LISTS = (
    "/me/",
    "/agencies/",
    "/agencies/{agency}/",
    "/tasks/?limit=20",
    "/tasks/?limit=200",
    "/decisions/",
    "/catalogues/",
    "/catalogue-versions/{version}/matters/",
    "/agencies/{agency}/coverage/",
    "/rules/",
    "/log/agencies.agency/{agency}/",
    "/refusals/",
)


def _best(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    took = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return min(took)


def measure() -> tuple[dict[str, dict[str, tuple[float, int]]], float]:
    """Who → path → (best ms, queries); and the ms of shaping ROWS tasks."""
    with _installation():
        from django.conf import settings
        from django.db import connection
        from django.test import Client

        from bench.demo_size import DAY, fill
        from gongkai.records.accounts import tokens
        from gongkai.records.accounts.models import User
        from gongkai.records.base import clock
        from gongkai.records.catalogue.models import CatalogueVersion

        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        settings.API_REQUESTS_A_MINUTE = 1_000_000
        size = fill()
        version = CatalogueVersion.objects.filter(state="approved").order_by("id").first()
        known = {"agency": size.county, "version": version.pk if version else None}
        with clock.frozen(DAY):
            _tasks([size.supervisor, size.officer, size.leader, *User.objects.order_by("id")[:400]], DAY)
            found: dict[str, dict[str, tuple[float, int]]] = {}
            for name in ("supervisor", "officer"):
                user = getattr(size, name)
                token, hashed = tokens.new_token()
                tokens.make_token(user.pk, "测速", hashed, DAY + timedelta(days=9), actor=user)
                client, headers = Client(), {"Authorization": f"Bearer {token}"}
                found[name] = {}
                for path in LISTS:
                    address = f"/api/v1{path.format(**known)}"
                    if client.get(address, headers=headers).status_code != 200:
                        continue  # not for this person
                    asked: list[str] = []

                    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any, asked: list[str] = asked) -> Any:
                        asked.append(sql)
                        return execute(sql, params, many, context)

                    with connection.execute_wrapper(counted):
                        client.get(address, headers=headers)

                    def ask(address: str = address, headers: dict[str, str] = headers, client: Client = client) -> object:
                        return client.get(address, headers=headers)

                    found[name][path] = (_best(ask), len(asked))
            return found, _shaping()


def _shaping() -> float:
    """ROWS tasks from what the view returns to the bytes of the answer."""
    from django.test import RequestFactory

    from gongkai.api.reading.me import _tasks as shown
    from gongkai.api.service import api
    from gongkai.records.base.tasks.models import Task

    rows = list(Task.objects.order_by("id")[:ROWS])
    operation = next(
        operation
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
        for operation in view.operations
        if path == "/tasks/"
    )
    request = RequestFactory().get("/api/v1/tasks/")

    def shape() -> None:
        answer = {"items": shown(rows), "next": ""}
        operation._result_to_response(request, answer, api.create_temporal_response(request))

    return _best(shape, 200)


def run() -> int:
    """Print the sheet; 1 where a target is missed."""
    sheet = Sheet()
    print("\nAPI: 1,000 agencies, 2,000 people, 5,000 matters, 5,000 tasks, on SQLite")
    found, shaping = measure()
    for name, paths in found.items():
        for path, (took, queries) in paths.items():
            sheet.line(f"{name}: {path}", f"{took:.1f} ms", f"≤ {LIST_MS:.0f} ms, {queries} queries", took <= LIST_MS)
    sheet.line(f"{ROWS} rows into a checked answer", f"{shaping:.2f} ms", f"≤ {SHAPE_MS} ms", shaping <= SHAPE_MS)
    return int(sheet.missed > 0)
