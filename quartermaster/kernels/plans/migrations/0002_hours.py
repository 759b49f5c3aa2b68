"""The hours every institution begins with, until it sets its own."""

from django.db import migrations

WORKWEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOURS = {
    "plans.service_hours": [["08:00", "18:00"]],
    "plans.office_hours": [["08:00", "12:00"], ["14:00", "17:30"]],
}


def bring(apps, _schema_editor):
    rule = apps.get_model("core", "Rule")
    for code, windows in HOURS.items():
        rule.objects.create(
            code=code,
            value={"weekly": {day: windows for day in WORKWEEK}, "holiday": []},
            since="2000-01-01",
            source="Usual hours, to be replaced by the institution's own",
            mark="knowledge",
            # In force at once: without any hours no time limit could be counted.
            adopted_by="installation",
        )


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("core", "0002_append_only_and_search")]

    operations = [migrations.RunPython(bring, migrations.RunPython.noop)]
