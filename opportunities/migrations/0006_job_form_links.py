"""The address of an employer’s form is https."""

from django.db import migrations, models

import opportunities.employer_links


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0005_list_changes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="employer_form_url",
            field=models.URLField(
                blank=True, validators=[opportunities.employer_links.employer_form]
            ),
        ),
    ]
