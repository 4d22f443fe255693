"""A sheet of one channel has no column for it: it is said once, of the whole file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("case_imports", "0002_file_goes_with_undo"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseimport",
            name="channel_key",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="of rows that name none",
                max_length=80,
            ),
        ),
    ]
