"""Make the group of treasurers, who see who gave, book transfers and set goal and account."""

from django.db import migrations

GIVEN = (
    ("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
    ("fundraising", "gift", "view_gift", "Can view gift"),
    ("fundraising", "gift", "change_gift", "Can change gift"),
    (
        "fundraising",
        "fundraisingsettings",
        "change_fundraisingsettings",
        "Can change Giving settings",
    ),
)


def give(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Treasurers")
    for app_label, model, codename, name in GIVEN:
        kind, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("fundraising", "0002_append_only"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
