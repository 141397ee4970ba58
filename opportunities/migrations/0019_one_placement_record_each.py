"""One person, one application, one record: of a team each has their own. What is there stays."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0018_corrections"),
        ("profiles", "0019_closed_scanned_noted"),
    ]

    operations = [
        migrations.AlterField(
            model_name="placementrecord",
            name="application",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="placement_records",
                to="opportunities.application",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("application__isnull", False), ("person__isnull", False)),
                fields=("application", "person"),
                name="placement_record_once_each",
            ),
        ),
    ]
