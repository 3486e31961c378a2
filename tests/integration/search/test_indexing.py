import pytest
from wagtail.models import PageViewRestriction

from practices.models import EntryPage
from practices.vocabulary.models import City, Theme
from practices.vocabulary.services import merge
from search.core.errors import SearchUnavailable
from search.core.query import SearchQuery
from search.core.text import parse
from search.indexing import worker
from search.indexing.models import IndexGeneration, IndexJob
from search.indexing.rebuild import RebuildFailed, rebuild
from search.indexing.status import search_status
from search.indexing.verify import verify
from search.indexing.worker import drain
from tests.factories import PracticeFactory, city, publish

pytestmark = pytest.mark.django_db


def published(**fields):
    return publish(PracticeFactory(live=False, **fields))


def found(index, text="", **filters):
    query = SearchQuery(text=parse(text, "en"), filters={name: (slug,) for name, slug in filters.items()})
    return {hit.display["slug"] for hit in index.search(query).hits}


@pytest.fixture
def filled(index, library):
    published(slug="one", title="Night buses", themes=["mobility"])
    published(slug="two", title="School gardens", themes=["nature-food"], city=city("nairobi"))
    rebuild(index)
    return index


def test_a_rebuild_holds_what_is_public_and_nothing_else(index, library):
    published(slug="one")
    PracticeFactory(slug="draft", live=False)
    generation = rebuild(index)
    assert found(index) == {"one"}
    assert generation.documents == 1


def test_publishing_reaches_the_index_without_a_rebuild(filled):
    published(slug="three", title="Rain gardens")
    assert found(filled, "rain") == set()
    assert drain() > 0
    assert found(filled, "rain") == {"three"}


def test_a_draft_of_a_live_entry_does_not_show(filled):
    entry = EntryPage.objects.get(slug="one").specific
    entry.title = "Secret title"
    entry.save_revision()
    drain()
    assert found(filled, "secret") == set()
    assert found(filled, "buses") == {"one"}


@pytest.mark.parametrize("change", ["unpublish", "delete", "restrict"])
def test_what_is_no_longer_public_leaves_the_index(filled, change):
    entry = EntryPage.objects.get(slug="one")
    if change == "unpublish":
        entry.unpublish()
    elif change == "delete":
        entry.specific.delete()
    else:
        PageViewRestriction.objects.create(page=entry.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    drain()
    assert "one" not in found(filled)


def test_a_restriction_that_is_lifted_brings_entries_back(filled):
    restriction = PageViewRestriction.objects.create(
        page=EntryPage.objects.get(slug="one"), restriction_type=PageViewRestriction.LOGIN
    )
    drain()
    assert found(filled) == {"two"}
    restriction.delete()
    drain()
    assert found(filled) == {"one", "two"}


def test_a_new_slug_is_followed(filled):
    entry = EntryPage.objects.get(slug="one").specific
    entry.slug = "night-buses"
    publish(entry)
    drain()
    assert found(filled, "buses") == {"night-buses"}


def test_the_name_of_a_city_is_followed(filled):
    nairobi = City.objects.get(slug="nairobi")
    nairobi.aliases = [*nairobi.aliases, "Greencityinthesun"]
    nairobi.save()
    drain()
    assert found(filled, "greencityinthesun") == {"two"}


def test_the_name_of_a_theme_is_followed(filled):
    theme = Theme.objects.get(slug="mobility")
    theme.label_en = "Getting about"
    theme.save()
    drain()
    assert found(filled, "getting about") == {"one"}


def test_merged_cities_share_their_entries(filled):
    merge(absorbed=City.objects.get(slug="nairobi"), kept=City.objects.get(slug="kampala"))
    drain()
    assert found(filled, city="kampala") == {"two"}
    assert found(filled, city="nairobi") == set()


def test_a_rolled_back_change_leaves_no_job(filled):
    from django.db import transaction

    before = IndexJob.objects.count()
    with transaction.atomic():
        published(slug="four")
        transaction.set_rollback(True)
    assert IndexJob.objects.count() == before


def test_jobs_are_collapsed_and_repeats_do_no_harm(filled, monkeypatch):
    entry = EntryPage.objects.get(slug="one").specific
    for n in range(5):
        entry.title = f"Night buses {n}"
        publish(entry)
    written = []
    write = type(filled).write
    monkeypatch.setattr(
        type(filled),
        "write",
        lambda self, name, operations: written.extend(operations) or write(self, name, operations),
    )
    drain()
    assert len([o for o in written if o.document.display["slug"] == "one"]) == 1
    IndexGeneration.objects.update(cursor=0)
    drain()
    assert found(filled, "buses") == {"one"}


def test_edits_made_during_a_rebuild_are_not_lost(filled, monkeypatch):
    from search.indexing import rebuild as module

    load = module._load

    def load_then_edit(*args):
        count = load(*args)
        published(slug="late", title="Latecomer")
        EntryPage.objects.get(slug="two").unpublish()
        return count

    monkeypatch.setattr(module, "_load", load_then_edit)
    rebuild(filled)
    assert found(filled) == {"one", "late"}


def test_a_rebuild_that_fails_leaves_the_old_index(filled, monkeypatch):
    from search.indexing import rebuild as module

    def broken(*args):
        raise RebuildFailed("no")

    monkeypatch.setattr(module, "_verify", broken)
    before = filled.active()
    with pytest.raises(RebuildFailed):
        rebuild(filled)
    assert filled.active() == before
    assert found(filled) == {"one", "two"}
    monkeypatch.undo()
    rebuild(filled)
    assert len(filled.generations()) == 2  # the active one and the one before; the half-built one is gone


def test_the_previous_generation_is_kept_and_older_ones_are_removed(filled):
    for _ in range(3):
        rebuild(filled)
    assert len(filled.generations()) == 2
    assert set(IndexGeneration.objects.values_list("state", flat=True)) == {"active", "previous"}


def test_verify_finds_and_repairs_only_what_differs(filled):
    EntryPage.objects.filter(slug="one").update(title="Changed behind the index")
    PracticeFactory(slug="unseen", title="Unseen")
    EntryPage.objects.filter(slug="two").update(live=False)
    IndexJob.objects.all().delete()
    drift = verify(filled)
    assert (len(drift.different), len(drift.missing), len(drift.surplus)) == (1, 1, 1)
    verify(filled, repair=True)
    assert verify(filled).total == 0
    assert found(filled) == {"one", "unseen"}


def test_status_tells_documents_and_lag(filled):
    assert search_status() == {"ok": True, "engine": "embedded", "version": filled.version(), "documents": 2, "lag": 0}
    published(slug="three")
    assert search_status()["lag"] > 0
    drain()
    assert search_status()["lag"] == 0


def test_an_engine_that_is_down_costs_no_job(filled, monkeypatch):
    published(slug="three")
    waiting = IndexJob.objects.filter(pk__gt=worker.active_generation(filled).cursor).count()

    def down(*args):
        raise SearchUnavailable("down")

    monkeypatch.setattr(type(filled), "write", down)
    with pytest.raises(SearchUnavailable):
        drain()
    monkeypatch.undo()
    assert drain() == waiting
    assert found(filled) == {"one", "two", "three"}


def test_a_failing_engine_is_asked_again_after_a_growing_pause(filled, monkeypatch):
    def down(*args):
        raise SearchUnavailable("down")

    monkeypatch.setattr(worker, "drain", down)
    pauses = []
    worker.work(stop=lambda: len(pauses) >= 4, pause=1.0, sleep=pauses.append)
    assert pauses == [2.0, 4.0, 8.0, 16.0]
