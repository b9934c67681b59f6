"""Addresses of commenters are compared in lower case from here on."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("discussion", "0004_readers_letters")]
    operations = [
        migrations.RunSQL(
            "UPDATE discussion_comment SET email = lower(email) WHERE email <> ''",
            migrations.RunSQL.noop,
        )
    ]
