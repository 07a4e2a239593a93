"""How fast the desk answers in a large county: 1,000 agencies, 2,000 people, 5,000 matters, 5,000 tasks. On SQLite in a folder
of its own; times are whole answers of the application (middleware, queries, template), the best of ROUNDS, in milliseconds.
The catalogue's screens are measured once more with all matters in force."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from bench.demo_size import DAY, SET_UP
from bench.timing import Sheet

TASKS = 5000
ROUNDS = 15
HOME_MS, LIST_MS = 60.0, 40.0
HOME = "desk:home"
LISTS = (
    "desk:tasks",
    "desk:decisions",
    "desk:agencies",
    "desk:agency-list",
    "desk:posts",
    "desk:catalogue",
    "desk:catalogue-coverage",
    "desk:catalogue-calendar",
    "desk:catalogue-county",
    "desk:catalogue-county?state=never",
    "desk:rules",
    "desk:incoming",
    "people:list",
)
ALL_IN_FORCE = tuple(view for view in LISTS if view.startswith("desk:catalogue"))
OTHERS = ("desk:search", "desk:agency")


@contextmanager
def _installation() -> Iterator[None]:
    """An empty installation in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        os.environ["GONGKAI_DATA"] = folder
        os.environ.pop("GONGKAI_DATABASE", None)
        os.environ["GONGKAI_LOG_LEVEL"] = "ERROR"
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        yield
        connections.close_all()


def _tasks(people: list[Any], day: Any) -> None:
    """TASKS open tasks: a third waits for the first of `people`, the rest for the others in turn."""
    from django.db import transaction

    from gongkai.records.agencies.models import Agency
    from gongkai.records.base.tasks import services as tasks

    agencies = list(Agency.objects.order_by("id")[:500])
    with transaction.atomic():
        for n in range(TASKS):
            owner = people[0] if n % 3 == 0 else people[n % len(people)]
            due = None if n % 10 == 9 else day + timedelta(days=n % 60 - 10)
            tasks.open_task(agencies[n % len(agencies)], owner, f"bench.{n}", f"第 {n} 件待办事项", due)


def _all_in_force(size: Any) -> None:
    """What waits for the leader is approved; what is a draft is submitted and approved."""
    from gongkai.records.accounts import decisions
    from gongkai.records.accounts import services as accounts
    from gongkai.records.accounts.models import Decision, Outcome
    from gongkai.records.accounts.roles import Role
    from gongkai.records.base.actors import OPERATOR
    from gongkai.records.catalogue import services
    from gongkai.records.catalogue.models import CatalogueVersion

    for draft in CatalogueVersion.objects.filter(state="draft").select_related("catalogue"):
        accounts.grant(size.leader.pk, Role.SIGNER, draft.catalogue.agency_id, SET_UP, actor=OPERATOR)
        services.submit(draft.pk, size.leader.pk, DAY, actor=size.supervisor)
    for waiting in Decision.objects.filter(record_type=services.VERSION, outcome=""):
        decisions.decide(waiting.pk, Outcome.APPROVED, "", waiting.version_hash, actor=size.leader)


def _answers(client: Any, views: tuple[str, ...], county: Any) -> dict[str, tuple[float, int]]:
    """Address name → (best ms, queries), of what this person may open."""
    from django.db import connection
    from django.urls import reverse

    found: dict[str, tuple[float, int]] = {}
    for view in views:
        name, asked_for, query = view.partition("?")
        address = reverse(name, args=[county] if name == "desk:agency" else []) + asked_for + query
        address += "?q=第 1" if view == "desk:search" else ""
        if client.get(address).status_code != 200:
            continue  # not for this person
        asked: list[str] = []

        def counted(execute: Any, sql: str, params: Any, many: bool, context: Any, asked: list[str] = asked) -> Any:
            asked.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            client.get(address)
        took = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            client.get(address)
            took.append((time.perf_counter() - begun) * 1000)
        found[view] = (min(took), len(asked))
    return found


def measure() -> dict[str, dict[str, tuple[float, int]]]:
    """Who → address name → (best ms, queries)."""
    with _installation():
        from django.conf import settings
        from django.test import Client

        from bench.demo_size import fill
        from gongkai.records.accounts.models import User
        from gongkai.records.base import clock

        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        size = fill()
        User.objects.update(must_change_password=False)
        with clock.frozen(DAY):
            others = list(User.objects.order_by("id")[:400])
            _tasks([size.supervisor, size.officer, size.leader, *others], DAY)
            backend = "gongkai.records.accounts.authentication.UsernameAndPassword"
            clients = {name: Client() for name in ("supervisor", "officer", "leader")}
            for name, client in clients.items():
                client.force_login(getattr(size, name), backend=backend)
            found = {name: _answers(client, (HOME, *LISTS, *OTHERS), size.county) for name, client in clients.items()}
            _all_in_force(size)
            found["supervisor, all in force"] = _answers(clients["supervisor"], ALL_IN_FORCE, size.county)
        return found


def run() -> int:
    """Print the sheet; 1 where a target is missed."""
    sheet = Sheet()
    print("\ndesk: 1,000 agencies, 2,000 people, 5,000 matters, 5,000 tasks, on SQLite")
    for name, views in measure().items():
        for view, (took, queries) in views.items():
            most = HOME_MS if view == HOME else LIST_MS if view in LISTS else None
            target = f"≤ {most:.0f} ms, {queries} queries" if most else f"{queries} queries"
            sheet.line(f"{name}: {view}", f"{took:.1f} ms", target, took <= most if most else None)
    return int(sheet.missed > 0)
