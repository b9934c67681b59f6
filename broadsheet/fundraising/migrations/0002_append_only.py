"""Make the ledger append-only for everybody who holds the database."""

from django.db import migrations

from broadsheet.fundraising import append_only


class Migration(migrations.Migration):
    dependencies = [("fundraising", "0001_initial")]

    operations = [migrations.RunPython(append_only.install, append_only.remove)]
