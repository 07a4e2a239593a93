"""Since when a matter is demanded; of what was approved before, the first day of the first version that has it."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Min


def fill(apps: Any, schema_editor: Any) -> None:
    """Catalogue by catalogue, key by key."""
    rows, versions = (apps.get_model("catalogue", name).objects for name in ("Matter", "CatalogueVersion"))
    for catalogue in versions.filter(state="approved").order_by().values_list("catalogue", flat=True).distinct():
        approved = rows.filter(version__catalogue=catalogue, version__state="approved")
        for key, day in approved.order_by().values_list("key").annotate(Min("version__effective_on")):
            approved.filter(key=key).update(demanded_from=day)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_booklets")]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="demanded_from",
            field=models.DateField(editable=False, null=True, verbose_name="自何日起要求公开"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
