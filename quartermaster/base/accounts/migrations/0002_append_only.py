"""Attempts to sign in are kept as they were."""

from django.db import migrations

from quartermaster.base.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("core", "0002_append_only_and_search")]

    operations = [append_only("accounts_signin")]
