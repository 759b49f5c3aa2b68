"""A signature stays as it was given."""

from django.db import migrations

from quartermaster.base.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("core", "0002_append_only_and_search")]

    operations = [append_only("reports_reportsignature")]
