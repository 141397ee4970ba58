"""Places taken before there was a ledger get their rows."""

from django.db import migrations


def write_down(apps, schema_editor):
    states = apps.get_model("opportunities", "OpportunityState")
    entries = apps.get_model("opportunities", "SeatEntry")
    for state in states.objects.filter(seats_taken__gt=0).iterator():
        known = sum(
            entries.objects.filter(opportunity_id=state.pk).values_list("change", flat=True)
        )
        missing = state.seats_taken - known
        entries.objects.bulk_create(
            entries(opportunity_id=state.pk, change=1, why="before the ledger")
            for _ in range(missing)
        )


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0006_job_form_links")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop, elidable=True)]
