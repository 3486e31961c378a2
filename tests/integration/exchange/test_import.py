import json

import pytest
from django.core.management import call_command

from practices.exchange.models import ImportRecord
from practices.exchange.reading import Row
from practices.exchange.records import export
from practices.exchange.services import Outcome, import_rows
from practices.models import EntryPage, EntryTag, Practice
from tests.factories import publish

pytestmark = pytest.mark.django_db


def record(**changes):
    return {
        "id": "lima-night-buses",
        "type": "practice",
        "title": "Night buses on the hospital lines",
        "summary": "Buses run all night on four lines that pass hospitals.",
        "city": "Lima",
        "country": "PE",
        "themes": ["mobility"],
        "sources": [{"n": 1, "title": "Council report", "kind": "official", "year": 2024}],
        **changes,
    }


FULL = record(
    language="en",
    source="tests",
    local_name="Buses nocturnos",
    local_language="es",
    other_cities=[{"city": "Quito", "country": "EC"}],
    scale="whole-city",
    status="discontinued",
    start_year=2011,
    end_year=2015,
    themes=["mobility", "care-health"],
    topics=["buses-brt"],
    sdgs=[{"goal": 11, "how": "Night workers get home."}],
    target_groups=["women", "low-income"],
    tags=["night buses"],
    problem="No bus ran after eleven [1].",
    description="Four lines run all night.\n\n- line 1\n- line 2",
    steps=[{"when": "2011", "what": "Two lines start.", "who": "City"}],
    components=[{"what": "A night timetable", "kind": "core"}],
    instruments=["service", "pilot"],
    inspired_by=[{"city": "Santiago", "country": "CL", "what": "Night lines"}],
    actors=[{"name": "City of Lima", "kind": "city", "role": "lead"}],
    participation="consult",
    gender_inclusion="Six in ten riders are women.",
    costs=[{"phase": "setup", "amount": 1250000.5, "currency": "EUR", "year": 2012, "confidence": "budget", "src": 1}],
    staff_fte=2.5,
    funding=[{"source": "Fares", "share": 40}],
    results=[
        {
            "indicator": "riders a night",
            "baseline": 0,
            "value": 4200.5,
            "unit": "riders",
            "year": 2013,
            "method": "monitored",
        },
        {"indicator": "punctual", "value": "most nights", "method": "self-reported"},
    ],
    did_not_work="The lines stopped when the subsidy ended [1].",
    conditions=[{"dimension": "financial", "what": "A subsidy that outlives a term."}],
    offers=["call"],
    replications=[{"city": "Arequipa", "country": "PE", "year": 2014, "src": 1}],
    awards=[{"award": "guangzhou-award", "year": 2014, "level": "shortlisted"}],
    sources=[
        {
            "n": 1,
            "title": "Council report",
            "publisher": "City",
            "url": "https://example.org/a",
            "kind": "official",
            "year": 2024,
        }
    ],
)


@pytest.fixture
def tags(db):
    return EntryTag.objects.create(name="night buses", slug="night-buses")


def load(*records, **options):
    return import_rows([Row(number, dict(given)) for number, given in enumerate(records, 1)], **options)


def problems(report):
    return {problem.field: problem.reason for _n, _id, found in report.refused for problem in found}


def test_a_good_row_is_published_as_listed(library):
    report = load(record())
    assert report.counts == {Outcome.CREATED: 1}
    entry = Practice.objects.get(slug="lima-night-buses")
    assert entry.live
    assert entry.review_level == "listed"
    assert entry.live_revision_id == entry.latest_revision_id
    assert entry.live_revision.permit.kind == "listed"
    assert not entry.has_unpublished_changes


def test_what_is_exported_is_what_was_imported(library, tags):
    report = load(FULL)
    assert not report.refused
    entry = Practice.objects.get(slug=FULL["id"])
    assert export(entry, "tests") == FULL


def test_an_export_can_be_imported_again_without_a_change(library, tags):
    load(FULL)
    again = load(export(Practice.objects.get(slug=FULL["id"]), "tests"))
    assert again.counts == {Outcome.UNCHANGED: 1}


def test_the_same_id_and_source_again_is_an_update(library):
    load(record())
    report = load(record(title="Night buses for everyone"))
    assert report.counts == {Outcome.UPDATED: 1}
    assert Practice.objects.get().title == "Night buses for everyone"
    assert Practice.objects.get().live_revision.permit.kind == "listed"
    assert ImportRecord.objects.count() == 1


def test_what_people_changed_is_kept_and_reported(library):
    load(record())
    entry = Practice.objects.get()
    entry.title = "Edited by a person"
    publish(entry)
    report = load(record(title="From the file"))
    assert report.kept == ["lima-night-buses"]
    assert Practice.objects.get().title == "Edited by a person"


def test_an_id_of_another_source_is_refused(library):
    load(record(source="one"))
    assert "one" in problems(load(record(source="two")))["id"]


def test_an_unknown_city_names_the_nearest_and_is_not_created(library):
    report = load(record(city="Lma"))
    assert "Lima" in problems(report)["city"]
    assert not EntryPage.objects.exists()


@pytest.mark.parametrize("name", ["lima", "LIMA", "Lima"])
def test_a_city_is_found_by_any_spelling_of_its_name(library, name):
    assert not load(record(city=name)).refused


def test_a_city_is_found_by_an_exonym(library):
    assert not load(record(city="Le Caire", country="EG")).refused


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"themes": ["mobilty"]}, "themes.0"),
        ({"themes": ["buses-brt"]}, "themes.0"),
        ({"topics": ["mobility"]}, "topics.0"),
        ({"status": "finished"}, "status"),
        ({"tags": ["nigth buses"]}, "tags.0"),
        ({"awards": [{"award": "Best of all awards"}]}, "awards.0.award"),
        ({"actors": [{"name": "X", "kind": "other"}]}, "actors.0.kind_in_words"),
        ({"summary": "Lorem ipsum and so on."}, "summary"),
        ({"start_year": 2010, "end_year": 2001}, "end_year"),
        ({"too_early": True, "status": "ongoing"}, "too_early"),
        ({"title": "x" * 91}, "title"),
        ({"costs": [{"phase": "setup", "amount": -1, "currency": "EUR", "confidence": "budget"}]}, "costs.0.amount"),
        ({"id": "Not a slug"}, "id"),
        ({"surprise": 1}, ""),
        ({"country": None}, "country"),
        ({"sources": [{"n": 1, "kind": "press"}]}, "sources.0.title"),
        ({"sections": [{"heading": "a", "text": "b"}]}, "sections"),
    ],
)
def test_a_bad_row_is_refused_by_field_and_reason(library, tags, changes, field):
    report = load(record(**changes))
    assert field in problems(report), problems(report)
    assert not EntryPage.objects.exists()


def test_good_rows_load_beside_bad_ones(library):
    report = load(record(), record(id="b", city="Nowhere"), record(id="c"))
    assert report.counts == {Outcome.CREATED: 2, Outcome.REFUSED: 1}
    assert report.refused[0][0] == 2


def test_an_id_that_stands_twice_in_a_file_is_refused_the_second_time(library):
    report = load(record(), record())
    assert report.counts == {Outcome.CREATED: 1, Outcome.REFUSED: 1}


def test_a_dry_run_changes_nothing(library):
    report = load(record(), dry_run=True)
    assert report.counts == {Outcome.CREATED: 1}
    assert not EntryPage.objects.exists()


def test_links_between_entries_are_tied_whatever_their_order(library):
    first = record(id="a", related=[{"id": "b", "kind": "copied-from"}, {"id": "gone", "kind": "inspired"}])
    report = load(first, record(id="b"))
    links = EntryPage.objects.get(slug="a").relations.all()
    assert [(link.target.slug, link.kind) for link in links] == [("b", "copied-from")]
    assert [id_ for id_, _problem in report.warnings] == ["a"]


def command(path, *options):
    with pytest.raises(SystemExit) as stop:
        call_command("import_practices", str(path), "--json", *options)
    return stop.value.code


def test_exit_codes_tell_all_good_some_refused_nothing_usable(library, tmp_path, capsys):
    good, mixed, bad = tmp_path / "good.json", tmp_path / "mixed.json", tmp_path / "bad.json"
    good.write_text(json.dumps([record()]))
    mixed.write_text(json.dumps([record(), record(id="b", city="Nowhere")]))
    bad.write_text(json.dumps([record(id="b", city="Nowhere")]))
    call_command("import_practices", str(good), "--json")
    assert json.loads(capsys.readouterr().out)["counts"] == {"created": 1}
    assert command(mixed) == 1
    assert command(bad) == 2
    bad.write_text("")
    assert command(bad) == 2
    assert "empty" in capsys.readouterr().out
