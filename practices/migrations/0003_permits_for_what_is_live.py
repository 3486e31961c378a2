"""What is published already came by the import, before there were permits."""

from django.db import migrations


def permit(apps, schema_editor):
    EntryPage = apps.get_model("practices", "EntryPage")
    PublicationPermit = apps.get_model("practices", "PublicationPermit")
    live = EntryPage.objects.filter(live=True, live_revision__isnull=False, alias_of=None)
    PublicationPermit.objects.bulk_create(
        [
            PublicationPermit(entry_id=entry, revision_id=revision, kind="listed")
            for entry, revision in live.values_list("pk", "live_revision_id")
        ],
        batch_size=200,
    )


class Migration(migrations.Migration):
    dependencies = [("practices", "0002_publication_permit")]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
