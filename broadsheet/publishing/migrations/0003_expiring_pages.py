"""Find the pages that expire without reading all pages; it is asked twice a second."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_desk_roles")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS publishing_expiring ON wagtailcore_page (expire_at)"
            " WHERE expire_at IS NOT NULL",
            "DROP INDEX IF EXISTS publishing_expiring",
        )
    ]
