from django.db import migrations, models

import foundation.sealed_fields


class Migration(migrations.Migration):
    dependencies = [("satisfaction", "0002_measures_and_surveys")]
    operations = [
        migrations.AddField(
            "measureround",
            "decided_by",
            models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            "measureround",
            "decision_session",
            models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            "measureround", "every_months", models.PositiveSmallIntegerField(null=True)
        ),
        migrations.AddField(
            "measureround",
            "left_out_reason",
            foundation.sealed_fields.EncryptedTextField(null=True),
        ),
    ]
