"""The triggers that keep the log, the seals and the act keys as they were written."""

from django.db import migrations

from gongkai.records.base import append_only


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(append_only.forwards, append_only.backwards, elidable=False)]
