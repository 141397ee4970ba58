"""What a poster says about handling personal data with care."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0009_host_side"),
    ]

    operations = [
        migrations.AddField(
            model_name="challenge",
            name="ethics",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
