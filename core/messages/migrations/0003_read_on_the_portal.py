from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_conversations")]

    operations = [
        migrations.RemoveConstraint(model_name="outgoingmessage", name="message_channel"),
        migrations.AddConstraint(
            model_name="outgoingmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(channel__in=["email", "portal"]), name="message_channel"
            ),
        ),
    ]
