"""What calendars show of an event, which belong together, and indexes for lists by date."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0004_bookings")]

    operations = [
        migrations.AddField(
            model_name="eventstate",
            name="shown",
            field=models.CharField(
                blank=True, help_text="A fingerprint of what a calendar shows.", max_length=64
            ),
        ),
        migrations.AddField(
            model_name="eventstate",
            name="together",
            field=models.CharField(
                blank=True,
                db_index=True,
                help_text="The same for dates of one series, and for drafts of one flier.",
                max_length=32,
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["live", "ends"], name="event_live_ends"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["live", "starts"], name="event_live_starts"),
        ),
    ]
