from types import SimpleNamespace

import pytest

from practices.policy import SHORTEST_FAILURE, missing_for_submission

ROW = SimpleNamespace(value={"goal": "11", "how": "Streets become public space."})


def practice(**changes):
    """A practice that lacks nothing, as plain data, but for the changes."""
    filled = dict.fromkeys(
        [
            "title",
            "summary",
            "scale",
            "problem",
            "objectives",
            "description",
            "novelty",
            "participation",
            "gender_inclusion",
            "durability",
            "unintended_effects",
            "worked",
            "differently",
            "where_not",
        ],
        "words",
    )
    filled |= dict.fromkeys(
        ["target_groups", "instruments", "actors", "offers", "components", "funding", "results", "sources", "pictures"],
        ["one"],
    )
    filled |= {
        "kind": "practice",
        "city": object(),
        "status": "ongoing",
        "start_year": 2010,
        "end_year": None,
        "locale_id": 1,
        "theme_links": SimpleNamespace(count=lambda: 1),
        "goals": [ROW],
        "steps": ["one", "two", "three"],
        "conditions": ["one", "two"],
        "costs": [],
        "costs_unknown": True,
        "too_early": False,
        "did_not_work": "x" * SHORTEST_FAILURE,
    }
    return SimpleNamespace(**(filled | changes))


def fields(entry):
    return [missing.field for missing in missing_for_submission(entry)]


def test_a_full_practice_may_be_submitted():
    assert missing_for_submission(practice()) == []


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "summary",
        "scale",
        "status",
        "problem",
        "objectives",
        "description",
        "novelty",
        "participation",
        "gender_inclusion",
        "durability",
        "unintended_effects",
        "worked",
        "differently",
        "where_not",
    ],
)
def test_a_blank_text_is_missing(field):
    assert field in fields(practice(**{field: "  \n"}))


@pytest.mark.parametrize("field", ["city", "start_year"])
def test_nothing_is_missing(field):
    assert fields(practice(**{field: None})) == [field]


@pytest.mark.parametrize(
    ("field", "short"),
    [
        ("steps", ["one", "two"]),
        ("components", []),
        ("conditions", ["one"]),
        ("sources", []),
        ("funding", []),
        ("pictures", []),
        ("target_groups", []),
        ("instruments", []),
        ("offers", []),
        ("goals", []),
    ],
)
def test_too_few_rows_are_missing(field, short):
    assert fields(practice(**{field: short})) == [field]


def test_a_goal_needs_its_reason():
    assert fields(practice(goals=[SimpleNamespace(value={"goal": "11", "how": " "})])) == ["goals"]


def test_a_practice_needs_a_theme():
    assert fields(practice(theme_links=SimpleNamespace(count=lambda: 0))) == ["theme_links"]


def test_not_known_is_an_answer_about_costs():
    assert fields(practice(costs_unknown=False)) == ["costs"]
    assert fields(practice(costs_unknown=False, costs=["one"])) == []


def test_results_may_wait_only_while_piloting():
    assert fields(practice(results=[], status="piloting", too_early=True)) == []
    assert fields(practice(results=[], status="ongoing", too_early=True)) == ["results"]
    assert fields(practice(results=[], status="piloting", too_early=False)) == ["results"]


def test_the_failure_is_told_at_some_length():
    (missing,) = missing_for_submission(practice(did_not_work="x" * (SHORTEST_FAILURE - 1)))
    assert missing.field == "did_not_work"
    assert str(SHORTEST_FAILURE - 1) in missing.reason


@pytest.mark.parametrize("status", ["completed", "discontinued"])
def test_what_is_over_says_when_it_ended(status):
    assert fields(practice(status=status)) == ["end_year"]
    assert fields(practice(status=status, end_year=2015)) == []


def test_a_case_study_tells_its_story_in_sections_or_in_one_text():
    assert fields(practice(kind="case-study", sections=[], description="")) == ["sections"]
    assert fields(practice(kind="case-study", sections=["one"], description="")) == []


def test_a_toolkit_needs_steps_and_no_results():
    toolkit = practice(
        kind="toolkit",
        toolkit_steps=["one", "two"],
        results=[],
        strategy="words",
        for_whom="words",
        success_signs="words",
        does_not_work_when="words",
        costs_and_staff="words",
    )
    assert fields(toolkit) == ["toolkit_steps"]
