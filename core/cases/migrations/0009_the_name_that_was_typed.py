"""Who may not open the files of known people goes on seeing the name that they typed."""

from django.db import migrations

import foundation.sealed_fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_newest_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="written_name",
            field=foundation.sealed_fields.EncryptedTextField(
                help_text="as typed by staff to whom the files of known people are closed",
                null=True,
            ),
        ),
    ]
