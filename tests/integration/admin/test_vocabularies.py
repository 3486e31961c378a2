import pytest

from practices.members.roles import Group
from practices.models import EntryPage, EntryTag
from practices.vocabulary import labels
from practices.vocabulary.models import Award, City, Country, Goal, MemberGovernment, Term, Theme
from practices.vocabulary.services import MergeRefused, merge
from tests.factories import CityFactory, MembershipFactory, PracticeFactory, TagFactory, ToolkitFactory, city

pytestmark = pytest.mark.django_db
MODELS = (City, Country, Theme, Term, Goal, Award, MemberGovernment, EntryTag)


def address(model, *rest):
    return "/".join(["/admin/snippets", model._meta.app_label, model._meta.model_name, *map(str, rest), ""])


@pytest.fixture
def chief(client, person_in):
    person = person_in(Group.CHIEF_EDITORS)
    client.force_login(person)
    return person


def term(kind, slug):
    return Term.objects.get(kind=kind, slug=slug)


@pytest.mark.parametrize("model", MODELS)
def test_every_vocabulary_has_a_list_a_form_and_a_look(client, chief, model):
    record = model.objects.first() or TagFactory()
    assert client.get(address(model)).status_code == 200
    assert client.get(address(model, "edit", record.pk)).status_code == 200
    assert client.get(address(model, "inspect", record.pk)).status_code == 200
    assert client.get(address(model, "add")).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_an_auditor_looks_and_changes_nothing(client, person_in, model):
    record = model.objects.first() or TagFactory()
    client.force_login(person_in(Group.AUDITORS))
    assert client.get(address(model)).status_code == 200
    assert client.get(address(model, "inspect", record.pk)).status_code == 200
    assert client.get(address(model, "edit", record.pk)).status_code == 302
    assert client.get(address(model, "add")).status_code == 302


@pytest.mark.parametrize(
    ("model", "parameters", "inside", "outside"),
    [
        (City, {"region": "africa", "q": "o"}, "cairo", "bogota"),
        (City, {"country": "CO"}, "bogota", "nairobi"),
        (City, {"q": "nairo"}, "nairobi", "bogota"),
        (Term, {"kind": "scale"}, "neighbourhood", "ongoing"),
        (Term, {"q": "pilot"}, "pilot", "financial"),
        (Theme, {"first_level": "true"}, "mobility", "informal-settlements"),
        (Theme, {"parent": "housing"}, "informal-settlements", "mobility"),
    ],
)
def test_lists_filter_and_search(client, chief, model, parameters, inside, outside):
    if "parent" in parameters:
        parameters = {"parent": Theme.objects.get(slug=parameters["parent"]).pk}
    slugs = {record.slug for record in client.get(address(model), parameters).context["object_list"]}
    assert inside in slugs
    assert outside not in slugs


@pytest.mark.parametrize("query", ["Bogota", "BOGOTÁ", "santa fe de bogotá"])
def test_the_chooser_finds_a_city_by_any_name(client, chief, query):
    City.objects.filter(slug="bogota").update(aliases=["Santa Fe de Bogotá"])
    page = client.get("/admin/snippets/choose/vocabulary/city/results/", {"q": query}).content.decode()
    assert "Bogotá" in page
    assert "Nairobi" not in page


def test_the_chooser_leaves_merged_cities_out(client, chief):
    gone = CityFactory(name_en="Oldtown")
    merge(absorbed=gone, kept=city("bogota"))
    page = client.get("/admin/snippets/choose/vocabulary/city/results/", {"q": "Oldtown"}).content.decode()
    assert "Oldtown (CO)" not in page
    assert "Bogotá" in page


def test_aliases_are_typed_one_a_line(client, chief):
    award = Award.objects.first()
    client.post(
        address(Award, "edit", award.pk),
        {"name": award.name, "slug": award.slug, "organiser": "", "website": "", "aliases": "GIA\r\n\r\n GIA \nUrban"},
    )
    award.refresh_from_db()
    assert award.aliases == ["GIA", "Urban"]


def term_form(record, **changes):
    texts = ("label_en", "label_fr", "label_es", "scope_en", "scope_fr", "scope_es", "kind", "slug", "order")
    return {**{name: getattr(record, name) for name in texts}, "aliases": "\n".join(record.aliases), **changes}


def test_words_of_a_fixed_term_change_and_its_slug_does_not(client, chief):
    ongoing = term("status", "ongoing")
    client.post(address(Term, "edit", ongoing.pk), term_form(ongoing, label_en="Running", slug="running", kind="scale"))
    ongoing.refresh_from_db()
    assert (ongoing.label_en, ongoing.slug, ongoing.kind) == ("Running", "ongoing", "status")


def test_a_fixed_list_takes_no_new_terms(client, chief):
    response = client.post(
        address(Term, "add"), term_form(Term(kind="status", slug="dormant", label_en="Dormant", order=9))
    )
    assert response.context["form"].errors["kind"]
    assert not Term.objects.filter(slug="dormant").exists()


@pytest.mark.parametrize(
    "find",
    [
        lambda: term("status", "ongoing"),
        lambda: Theme.objects.get(slug="mobility"),
        lambda: Goal.objects.get(number=11),
        lambda: Country.objects.get(iso2="CO"),
    ],
)
def test_what_a_rule_depends_on_is_not_deleted(client, admin, find):
    record = find()
    client.force_login(admin)
    response = client.post(address(type(record), "delete", record.pk), follow=True)
    assert "cannot be deleted" in response.content.decode()
    assert find() == record


def test_nor_in_bulk(client, admin):
    ongoing = term("status", "ongoing")
    client.force_login(admin)
    client.post(f"/admin/bulk/vocabulary/term/delete/?id={ongoing.pk}")
    assert term("status", "ongoing")


def test_a_term_in_use_is_not_deleted(client, admin, library):
    PracticeFactory(instruments=["procurement"])
    client.force_login(admin)
    record = term("instrument", "procurement")
    response = client.post(address(Term, "delete", record.pk), follow=True)
    assert "Merge it" in response.content.decode()
    assert Term.objects.filter(pk=record.pk).exists()


def test_a_term_inside_a_row_is_in_use(client, admin, library):
    row = {"name": "Sports office", "kind": "utility", "role": "", "kind_in_words": ""}
    PracticeFactory(actors=[("actor", row)])
    client.force_login(admin)
    client.post(address(Term, "delete", term("actor", "utility").pk))
    assert term("actor", "utility")


def test_a_term_that_nobody_uses_goes(client, admin):
    record = Term.objects.create(kind="instrument", slug="unheard-of", label_en="Unheard of")
    client.force_login(admin)
    client.post(address(Term, "delete", record.pk))
    assert not Term.objects.filter(pk=record.pk).exists()


# merging


def merge_in_admin(client, absorbed, kept):
    return client.post(address(type(absorbed), "merge", absorbed.pk), {"kept": kept.pk}, follow=True)


def test_merging_cities_moves_entries_teams_and_names(client, chief, library):
    gone, kept = CityFactory(name_en="Santa Fe de Bacatá"), city("bogota")
    entry = PracticeFactory(city=gone)
    membership = MembershipFactory(city=gone)
    assert "links moved" in merge_in_admin(client, gone, kept).content.decode()
    kept.refresh_from_db()
    gone.refresh_from_db()
    membership.refresh_from_db()
    assert EntryPage.objects.get(pk=entry.pk).city == kept
    assert membership.city == kept
    assert "Santa Fe de Bacatá" in kept.aliases
    assert gone.survivor() == kept
    assert labels.resolve("city", gone.slug) == "bogota"


def test_merging_leaves_computed_values_alone(library):
    gone = CityFactory()
    toolkit = ToolkitFactory(city=gone, strategy="Close the street.")
    before = EntryPage.objects.get(pk=toolkit.pk)
    merge(absorbed=gone, kept=city("bogota"))
    after = EntryPage.objects.get(pk=toolkit.pk)
    assert (after.completeness, after.evidence_level) == (before.completeness, before.evidence_level)


def test_merging_drops_a_link_that_would_stand_twice(library):
    informal = Theme.objects.get(slug="informal-settlements")
    other = Theme.objects.create(slug="slums", label_en="Slums", parent=informal.parent)
    entry = PracticeFactory(themes=["informal-settlements", "slums"])
    merge(absorbed=other, kept=informal)
    assert [link.theme.slug for link in EntryPage.objects.get(pk=entry.pk).theme_links.all()] == [
        "informal-settlements"
    ]


def test_a_merged_term_keeps_old_slugs_working(client, chief, library):
    service = term("instrument", "service")
    other = Term.objects.create(kind="instrument", slug="programme", label_en="Programme")
    merge_in_admin(client, other, service)
    service.refresh_from_db()
    assert "Programme" in service.aliases
    assert labels.term_label("instrument", "programme", "en") == service.label_en
    PracticeFactory(instruments=["programme"]).full_clean()


@pytest.mark.parametrize(
    ("absorbed", "kept"),
    [
        (lambda: term("status", "ongoing"), lambda: term("status", "planned")),
        (lambda: term("scale", "site"), lambda: term("instrument", "service")),
        (lambda: Theme.objects.get(slug="mobility"), lambda: Theme.objects.get(slug="housing")),
        (lambda: city("bogota"), lambda: city("bogota")),
        (lambda: city("bogota"), lambda: Theme.objects.get(slug="housing")),
    ],
)
def test_what_cannot_be_one_is_refused(absorbed, kept):
    with pytest.raises(MergeRefused):
        merge(absorbed=absorbed(), kept=kept())


def test_a_refusal_is_shown_with_its_reason(client, chief):
    response = merge_in_admin(client, term("status", "ongoing"), term("status", "planned"))
    assert response.status_code == 422
    assert "no rule depends on them" in response.content.decode()
    assert labels.resolve("status", "ongoing") == "ongoing"


def test_only_those_who_may_change_a_list_merge_in_it(client, person_in):
    client.force_login(person_in(Group.INTAKE_EDITORS))
    award, other = Award.objects.all()[:2]
    merge_in_admin(client, award, other)
    award.refresh_from_db()
    assert award.merged_into is None


def test_merging_tags_moves_their_entries(client, chief, library):
    gone, kept = TagFactory(name="bikes"), TagFactory(name="cycling")
    entry = PracticeFactory(tagged=[gone])
    merge_in_admin(client, gone, kept)
    assert {tag.name for tag in EntryPage.objects.get(pk=entry.pk).tags.all()} == {"cycling"}
    assert not EntryTag.objects.filter(name="bikes").exists()
