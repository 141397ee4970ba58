from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Loaded",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "loaded starting data",
                "verbose_name_plural": "loaded starting data",
            },
        ),
    ]
