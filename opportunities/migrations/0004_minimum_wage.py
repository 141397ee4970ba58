"""The minimum wages, as a table that custodians keep, and what a poster says about pay."""

import datetime

import django.core.validators
from django.db import migrations, models

# As published by the government; April 2026 as announced in the Budget of November 2025.
BANDS = ("adult", "young", "under_18", "apprentice")
PUBLISHED = {
    "2024-04-01": ("11.44", "8.60", "6.40", "6.40"),
    "2025-04-01": ("12.21", "10.00", "7.55", "7.55"),
    "2026-04-01": ("12.71", "10.85", "8.00", "8.00"),
}


def load(apps, schema_editor):
    rates = apps.get_model("opportunities", "MinimumRate").objects
    for starts, pounds in PUBLISHED.items():
        for band, rate in zip(BANDS, pounds, strict=True):
            rates.get_or_create(
                band=band, starts=datetime.date.fromisoformat(starts), defaults={"pounds": rate}
            )
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="opportunities", model="minimumrate"
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Custodians")
    for right in ("add", "change", "view"):
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type_id=content_type.pk,
            codename=f"{right}_minimumrate",
            defaults={"name": f"Can {right} minimum wage"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0003_applications"),
    ]

    operations = [
        migrations.AddField(
            model_name="opportunity",
            name="funding_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("funded", "The money is there"),
                    ("bid_in", "A bid is in"),
                    ("seeking", "We are looking for it"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="pay_exception",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "None of these"),
                    ("course", "A course of study requires it, for a year at most"),
                    ("volunteer", "They volunteer at a charity or a public body"),
                    ("expenses", "They volunteer there, and get their expenses back"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="MinimumRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("adult", "21 and over"),
                            ("young", "18 to 20"),
                            ("under_18", "Under 18"),
                            ("apprentice", "Apprentice"),
                        ],
                        help_text="Whom the rate is for.",
                        max_length=10,
                    ),
                ),
                (
                    "pounds",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Pounds an hour, such as 12.71.",
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "starts",
                    models.DateField(
                        help_text="The first day it holds, 1 April as a rule. The older rate stays in the table."
                    ),
                ),
            ],
            options={
                "verbose_name": "minimum wage",
                "verbose_name_plural": "minimum wages",
                "ordering": ["-starts", "-pounds", "band"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("band", "starts"),
                        name="minimum_rate_once_a_day",
                        violation_error_message="There is a rate for this band and day already.",
                    )
                ],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]
