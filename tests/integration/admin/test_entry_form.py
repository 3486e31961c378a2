import pytest
from django.core.exceptions import ValidationError
from wagtail.test.utils.form_data import inline_formset, streamfield

from practices.members.roles import Group
from practices.models import CaseStudy, EntryPage, EntryTag, Practice, Toolkit
from practices.panels import edit_handler
from practices.policy import missing_for_submission
from practices.vocabulary.models import Theme
from tests.factories import PracticeFactory, TagFactory, city, full_practice
from tests.factories.forms import practice_form

pytestmark = pytest.mark.django_db
TABS = [
    "Identity",
    "Why",
    "What and how",
    "Who",
    "Money and effort",
    "Results",
    "Lessons",
    "Transfer",
    "Proof and media",
    "Recognition",
    "Trust",
]


@pytest.fixture
def editor(client, library, person_in):
    person = person_in(Group.HANDLING_EDITORS)
    client.force_login(person)
    return person


def add(client, library, **changes):
    return client.post(f"/admin/pages/add/practices/practice/{library.pk}/", practice_form(**changes))


def test_the_form_has_a_tab_for_each_group():
    assert [str(tab.heading) for tab in edit_handler("practice").children] == TABS


@pytest.mark.parametrize("model", [Practice, CaseStudy, Toolkit])
def test_the_form_of_each_kind_opens(client, editor, library, model):
    page = client.get(f"/admin/pages/add/practices/{model._meta.model_name}/{library.pk}/")
    assert page.status_code == 200


def test_a_draft_needs_no_more_than_a_title(client, editor, library):
    assert add(client, library).status_code == 302
    draft = Practice.objects.get()
    assert not draft.live
    assert missing_for_submission(draft)


def test_what_was_typed_is_kept(client, editor, library):
    tag = TagFactory(name="cycling")
    actor = {"name": "Sports office", "kind": "city", "role": "lead", "kind_in_words": ""}
    theme = Theme.objects.get(slug="mobility")
    response = add(
        client,
        library,
        city=city("bogota").pk,
        status="ongoing",
        instruments=["service", "pilot"],
        tags=tag.name,
        actors=streamfield([("actor", actor)]),
        theme_links=inline_formset([{"theme": theme.pk}]),
        other_city_links=inline_formset([{"city": city("nairobi").pk}]),
    )
    assert response.status_code == 302
    draft = Practice.objects.get().get_latest_revision_as_object()
    assert (draft.city, draft.status, draft.instruments) == (city("bogota"), "ongoing", ["service", "pilot"])
    assert draft.actors[0].value["name"] == "Sports office"
    assert [link.theme.slug for link in draft.theme_links.all()] == ["mobility"]
    assert [link.city.slug for link in draft.other_city_links.all()] == ["nairobi"]
    assert [found.name for found in draft.tags.all()] == ["cycling"]


@pytest.mark.parametrize("field", ["review_level", "completeness", "evidence_level", "cost_band", "last_confirmed_on"])
def test_nobody_types_what_the_system_sets(client, editor, library, field):
    add(client, library, **{field: "100" if field == "completeness" else "reviewed"})
    draft = EntryPage.objects.get()
    assert draft.review_level == "listed"
    assert draft.completeness < 100


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_year": "2010", "end_year": "2009"}, "end_year"),
        ({"summary": "An example of a summary"}, "summary"),
        ({"summary": "x" * 281}, "summary"),
        ({"title": "Lorem ipsum"}, "title"),
        ({"title": "x" * 91}, "title"),
        ({"too_early": "on", "status": "ongoing"}, "too_early"),
        ({"instruments": ["service", "pilot", "strategy", "financial"]}, "instruments"),
        ({"instruments": ["witchcraft"]}, "instruments"),
        ({"status": "asleep"}, "status"),
    ],
)
def test_what_no_draft_may_say_is_refused_beside_its_field(client, editor, library, changes, field):
    response = add(client, library, **changes)
    assert response.context["form"].errors[field]
    assert not Practice.objects.exists()


def test_other_asks_for_words(client, editor, library):
    actor = {"name": "The circus", "kind": "other", "role": "", "kind_in_words": ""}
    response = add(client, library, actors=streamfield([("actor", actor)]))
    assert response.context["form"].errors["actors"]
    assert "Say in words" in response.content.decode()
    assert (
        add(client, library, actors=streamfield([("actor", {**actor, "kind_in_words": "circus"})])).status_code == 302
    )


def test_a_tag_outside_the_list_is_not_made(client, editor, library):
    add(client, library, tags="made up")
    assert not EntryTag.objects.filter(name="made up").exists()


@pytest.mark.parametrize("text", ["Lorem ipsum dolor", "To be completed", "TBD", "Por completar"])
def test_placeholders_are_refused_in_every_language(library, text):
    entry = PracticeFactory.build(problem=text, parent=None, locale=library.locale)
    with pytest.raises(ValidationError) as refused:
        entry.clean_fields(exclude=["path", "depth", "content_type", "translation_key"])
    assert "problem" in refused.value.error_dict


def test_a_full_practice_from_the_database_may_be_submitted(library):
    entry = Practice.objects.get(pk=full_practice().pk)
    assert missing_for_submission(entry) == []
    assert entry.completeness > 80


def test_an_editor_who_may_not_publish_cannot(client, editor, library):
    add(client, library, **{"action-publish": "on"})
    assert not Practice.objects.get().live
