"""An index for the search, which lists open and ended cases together, the newest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_what_the_inbox_asks_for"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["received_at", "id"], name="case_received"),
        ),
    ]
