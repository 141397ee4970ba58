"""A person's links, days, affiliation, access needs, and how they get to a district."""

import django.db.models.deletion
from django.db import migrations, models

BY = [
    ("foot", "Foot or bicycle"),
    ("bus", "Bus or tram"),
    ("train", "Train"),
    ("car", "Car"),
]

REACH_AS_A_MODEL = [
    migrations.CreateModel(
        name="Reach",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "district",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mission.district"),
            ),
            (
                "person",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="ways", to="profiles.person"),
            ),
        ],
        options={
            "verbose_name_plural": "ways to get somewhere",
            "db_table": "profiles_person_reach",
            "ordering": ["district__order", "pk"],
            "unique_together": {("person", "district")},
        },
    ),
    migrations.AlterField(
        model_name="person",
        name="reach",
        field=models.ManyToManyField(
            blank=True, related_name="reachable_by", through="profiles.Reach", to="mission.district"
        ),
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("profiles", "0003_offer_workflow"), ("mission", "0001_initial")]

    operations = [
        # The table that Django made for the plain relation stays, with what people said in it.
        migrations.SeparateDatabaseAndState(state_operations=REACH_AS_A_MODEL),
        migrations.AddField(
            model_name="reach",
            name="by",
            field=models.CharField(blank=True, choices=BY, default="", max_length=5),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="AccessNeeds",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="access_needs",
                        serialize=False,
                        to="profiles.person",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("shared", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name_plural": "access needs",
            },
        ),
        migrations.AddField(
            model_name="person",
            name="affiliation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="affiliated",
                to="profiles.organisation",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="affiliation_confirmed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="days",
            field=models.JSONField(blank=True, default=list, help_text="Of the week, such as mon."),
        ),
        migrations.AddField(
            model_name="person",
            name="links",
            field=models.JSONField(
                blank=True, default=list, help_text="Web addresses, five at most."
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="scope",
            field=models.CharField(
                choices=[
                    ("card", "Unnamed card"),
                    ("name", "Name and profile"),
                    ("contact", "Contact details"),
                    ("access", "Access needs"),
                    ("cv", "CV"),
                ],
                max_length=8,
            ),
        ),
    ]
