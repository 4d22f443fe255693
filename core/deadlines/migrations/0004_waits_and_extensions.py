from django.db import migrations, models

MILESTONES = [
    "acknowledge",
    "first_reply",
    "request_decision",
    "notify",
    "deliver",
    "complaint_reply",
    "complaint_appeal",
    "data_subject_reply",
    "breach_notice",
]


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0003_hours_of_dates")]

    operations = [
        migrations.AddField("clock", "extended_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("clock", "clock_milestone"),
        migrations.AddConstraint(
            "clock",
            models.CheckConstraint(
                condition=models.Q(milestone__in=MILESTONES), name="clock_milestone"
            ),
        ),
        migrations.RemoveConstraint("clockpause", "clock_one_open_pause"),
        migrations.AddConstraint(
            "clockpause",
            models.UniqueConstraint(
                fields=["clock", "reason"],
                condition=models.Q(ended_at=None),
                name="clock_one_open_pause_per_reason",
            ),
        ),
    ]
