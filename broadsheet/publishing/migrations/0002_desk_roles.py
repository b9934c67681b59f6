"""Let Wagtail's two groups look after authors and topics."""

from django.db import migrations

ACTIONS = {"Editors": ("add", "change", "view"), "Moderators": ("add", "change", "delete", "view")}


def give(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for model in ("author", "topic"):
        kind, _ = ContentType.objects.get_or_create(app_label="publishing", model=model)
        for name, actions in ACTIONS.items():
            group, _ = Group.objects.get_or_create(name=name)
            for action in actions:
                permission, _ = Permission.objects.get_or_create(
                    content_type=kind,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {model}"},
                )
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
