"""The groups that people are put in, with what they may do in the admin."""

from django.conf import settings
from django.db import migrations

IMAGES = [("wagtailimages", "image", verb) for verb in ("add", "change", "choose")]
DOCUMENTS = [("wagtaildocs", "document", verb) for verb in ("add", "change", "choose")]
LISTS = [("vocabulary", name) for name in ("city", "country", "theme", "term", "goal", "award", "membergovernment")]
LISTS += [("practices", "entrytag")]


def on_lists(*verbs, only=None):
    return [(app, model, verb) for app, model in LISTS for verb in verbs if only is None or model in only]


ADMIN = [("wagtailadmin", "admin", "access_admin")]
READ = [*on_lists("view"), ("practices", "entrypage", "view")]
PEOPLE = [
    ("members", "user", "add"),
    ("members", "user", "change"),
    ("members", "user", "view"),
    ("members", "membership", "add"),
    ("members", "membership", "change"),
    ("members", "membership", "view"),
]
CHIEF = [
    ("practices", "entrypage", "publish_listed"),
    ("practices", "entrypage", "publish_without_review"),
    *[("wagtailredirects", "redirect", verb) for verb in ("add", "change", "delete")],
    ("vocabulary", "award", "delete"),
    ("vocabulary", "term", "delete"),
    ("vocabulary", "theme", "delete"),
    ("vocabulary", "city", "delete"),
    ("practices", "entrytag", "delete"),
]

# name: (permissions, permissions on all pages, permissions on all collections)
GROUPS = {
    "Contributors": ([], [], []),
    "City leads": ([], [], []),
    "Reviewers": ([], [], []),
    "Intake editors": (
        [*ADMIN, *READ, *on_lists("add", "change", only={"city", "entrytag"}), ("members", "membership", "view")],
        ["add", "change"],
        IMAGES + DOCUMENTS,
    ),
    "Handling editors": (
        [*ADMIN, *READ, *on_lists("add", "change"), ("members", "membership", "view")],
        ["add", "change"],
        IMAGES + DOCUMENTS,
    ),
    "Chief editors": (
        [*ADMIN, *READ, *on_lists("add", "change"), *PEOPLE, *CHIEF],
        ["add", "change", "publish", "lock", "unlock"],
        IMAGES + DOCUMENTS,
    ),
    "Auditors": ([*ADMIN, *READ, ("members", "membership", "view")], [], []),
}


NAMES = {
    "access_admin": "Can access Wagtail admin",
    "publish_listed": "Publish entries as listed, without a review",
    "publish_without_review": "Override the review, with a reason that is logged",
}


def permission(apps, app_label, model, verb):
    """The permission row, made now where Django would make it only after the last migration."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
    codename = verb if verb in NAMES else f"{verb}_{model}"
    name = NAMES.get(verb, f"Can {verb} {model}")
    found, _ = Permission.objects.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})
    return found


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    collection = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    on_page = apps.get_model("wagtailcore", "GroupPagePermission").objects
    on_collection = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for name, (general, pages, media) in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*[permission(apps, *which) for which in general])
        for verb in pages:
            on_page.get_or_create(group=group, page=root, permission=permission(apps, "wagtailcore", "page", verb))
        for which in media:
            on_collection.get_or_create(group=group, collection=collection, permission=permission(apps, *which))
    # Wagtail's own groups would publish without any review.
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
        ("vocabulary", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
