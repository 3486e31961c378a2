import json

import pytest

from practices.models import EntryPage
from practices.presenters import card
from practices.presenters.cards import headline_cost
from practices.presenters.shown import shown_card
from tests.factories.entries import LONG, PracticeFactory, ToolkitFactory, full_practice

KEYS = [
    "type",
    "slug",
    "path",
    "title",
    "summary",
    "language",
    "city",
    "themes",
    "topics",
    "sdgs",
    "status",
    "start_year",
    "end_year",
    "cost",
    "cost_band",
    "evidence",
    "review",
    "completeness",
    "picture",
    "failed",
]


def test_the_largest_set_up_cost_is_shown():
    rows = [
        {"phase": "yearly", "amount": "9000000", "currency": "EUR", "year": 2020},
        {"phase": "setup", "amount": "1000000", "currency": "EUR", "year": 2020},
        {"phase": "setup", "amount": "2000000", "currency": "USD", "year": 2020},
    ]
    assert headline_cost(rows)["amount"] == 2_000_000


def test_a_yearly_cost_stands_in_where_no_set_up_cost_is_known():
    assert headline_cost([{"phase": "yearly", "amount": "2.5", "currency": "EUR"}])["phase"] == "yearly"
    assert headline_cost([]) is None


def test_a_card_carries_all_that_a_result_needs(library):
    full_practice(themes=["mobility", "cycling"])
    shown = card(EntryPage.objects.get())
    assert list(shown) == KEYS
    assert json.loads(json.dumps(shown)) == shown
    assert shown["type"] == "practice"
    assert (shown["themes"], shown["topics"], shown["sdgs"]) == (["mobility"], ["cycling"], [11])
    assert shown["city"]["names"]["en"] == "Bogotá"
    assert shown["failed"] is True


def test_a_card_of_an_entry_without_a_city_says_so(library):
    shown = card(ToolkitFactory(title="How to open streets"))
    assert shown["city"] is None
    assert shown["evidence"] == ""
    assert shown_card(shown, "en")["locator"] is None


def test_a_card_asks_nothing_beyond_what_was_loaded(library, django_assert_num_queries):
    PracticeFactory(did_not_work=LONG, themes=["mobility"])
    entry = EntryPage.objects.select_related("city", "locale").prefetch_related("theme_links__theme").get()
    card(entry)  # warms the labels and the content types
    with django_assert_num_queries(0):
        card(entry)


@pytest.mark.parametrize(("language", "title"), [("fr", "Dimanches"), ("es", "Sundays")])
def test_a_card_speaks_the_readers_language_where_it_can(library, language, title):
    made = card(PracticeFactory(title="Sundays"))
    made["versions"] = {"en": {"title": "Sundays", "summary": ""}, "fr": {"title": "Dimanches", "summary": ""}}
    shown = shown_card(made, language)
    assert shown["title"] == title
    assert shown["foreign"] is (language == "es")
