"""Migrations: complete, from zero, and back to zero."""

from __future__ import annotations

from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from gongkai.records.base import append_only
from tests.records.installation import Installation

OURS = [
    model
    for app in ("example", "accounts", "agencies", "base")
    for model in apps.get_app_config(app).get_models(include_auto_created=True)
]


def test_every_change_of_a_model_has_its_migration(db: None) -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out, verbosity=1)
    assert "No changes detected" in out.getvalue()


def test_the_migrated_database_has_its_triggers(db: None) -> None:
    assert append_only.missing(connection) == []


def test_migrations_run_from_zero_to_zero_and_up_again(installation: Installation) -> None:
    said = installation.python(
        "from django.core.management import call_command as run\n"
        "from django.db import connection as c\n"
        "from gongkai.records.base import append_only\n"
        "run('migrate', verbosity=0)\n"
        "for app in ('example', 'accounts', 'agencies', 'base'):\n"
        "    run('migrate', app, 'zero', verbosity=0)\n"
        "ours = ('example_', 'accounts_', 'agencies_', 'base_')\n"
        "print([name for name in c.introspection.table_names() if name.startswith(ours)])\n"
        "run('migrate', verbosity=0)\n"
        "print(len([name for name in c.introspection.table_names() if name.startswith(ours)]), append_only.missing(c))"
    )
    assert said.splitlines()[0] == "[]"
    assert said.splitlines()[1] == f"{len(OURS)} []"
