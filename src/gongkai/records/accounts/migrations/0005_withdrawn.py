"""What was withdrawn is not what was returned, and may be asked again."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def say_withdrawn(apps: Any, schema_editor: Any) -> None:
    """Withdrawn decisions were kept as returned, by no means."""
    apps.get_model("accounts", "Decision").objects.filter(outcome="returned", means="").update(outcome="withdrawn", comment="")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_credentials")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("approved", "同意"), ("returned", "退回"), ("withdrawn", "已撤回")],
                max_length=20,
                verbose_name="意见",
            ),
        ),
        migrations.RemoveConstraint(model_name="decision", name="accounts_one_decision_a_version"),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=["record_type", "record_id", "version_hash", "decider"],
                condition=~Q(outcome="withdrawn"),
                name="accounts_one_decision_a_version",
            ),
        ),
        migrations.RunPython(say_withdrawn, migrations.RunPython.noop),
    ]
