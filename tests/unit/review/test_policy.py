"""Who may do what, and who has a conflict of interest: the rules of review.md, as plain data."""

import datetime
import itertools

import pytest

from practices.members.roles import Group
from practices.review.policy import (
    RULES,
    Action,
    Actor,
    Candidate,
    Matter,
    Practice,
    conflicts,
    domain,
    hard,
    may,
    to_waive,
)
from practices.review.stages import Stage

TODAY = datetime.date(2026, 11, 25)
BOGOTA, NAIROBI = 1, 2
MATTER = Matter(stage=Stage.IN_REVIEW, city=BOGOTA, cities=frozenset({BOGOTA}), writers=frozenset({10}))
PRACTICE = Practice(
    cities=frozenset({BOGOTA}),
    countries=frozenset({"CO"}),
    people=frozenset({10}),
    emails=frozenset({"ada@bogota.example"}),
    handled_by=frozenset({20}),
    domains=frozenset({"bogota.example"}),
)
EVERYBODY = {
    "stranger": Actor(pk=1),
    "member of another city": Actor(pk=2, cities=frozenset({NAIROBI})),
    "member": Actor(pk=10, cities=frozenset({BOGOTA})),
    "lead": Actor(pk=11, cities=frozenset({BOGOTA}), leads=frozenset({BOGOTA})),
    "intake editor": Actor(pk=12, groups=frozenset({Group.INTAKE_EDITORS})),
    "handling editor": Actor(pk=13, groups=frozenset({Group.HANDLING_EDITORS})),
    "chief editor": Actor(pk=14, groups=frozenset({Group.CHIEF_EDITORS})),
    "reviewer": Actor(pk=15, groups=frozenset({Group.REVIEWERS})),
    "auditor": Actor(pk=16, groups=frozenset({Group.AUDITORS})),
}
EDITORS = {"intake editor", "handling editor", "chief editor"}
TEAM = {"member", "lead"}
READERS = TEAM | EDITORS | {"auditor"}
WHO = {
    Action.READ_TEXT: READERS,
    Action.READ_TIMELINE: READERS,
    Action.READ_LETTER: READERS,
    Action.READ_REVIEWS: EDITORS | {"auditor"},
    Action.READ_CONFIDENTIAL: EDITORS | {"auditor"},
    Action.WRITE_PROPOSAL: TEAM,
    Action.PROPOSE: TEAM,
    Action.ANSWER_PROPOSAL: EDITORS,
    Action.WRITE: TEAM,
    Action.SUBMIT: TEAM,
    Action.CONFIRM_MANDATE: {"lead"},
    Action.REFUSE_MANDATE: {"lead"},
    Action.RESUBMIT: TEAM,
    Action.ANSWER_POINTS: TEAM,
    Action.ASSIGN_EDITOR: EDITORS,
    Action.SCREEN: EDITORS,
    Action.CHECK_CORRECTION: {"chief editor"},
    Action.INVITE_REVIEWER: {"handling editor", "chief editor"},
    Action.MANAGE_ROUND: {"handling editor", "chief editor"},
    Action.WAIVE_CONFLICT: {"handling editor", "chief editor"},
    Action.DECIDE: {"chief editor"},
    Action.CORRECT_DECISION: {"chief editor"},
    Action.SIGN_OFF: {"chief editor"},
    Action.WITHDRAW: {"lead", "chief editor"},
    Action.OVERRIDE: set(),
}


def test_every_action_has_a_rule_and_an_expectation():
    assert set(RULES) == set(Action)
    assert set(WHO) == set(Action)


@pytest.mark.parametrize(("action", "name"), itertools.product(Action, EVERYBODY))
def test_only_the_named_people_may_at_a_stage_that_allows_it(action, name):
    for stage in RULES[action][1]:
        matter = Matter(stage=stage, city=BOGOTA, cities=frozenset({BOGOTA}), writers=frozenset({10}))
        assert may(EVERYBODY[name], action, matter) == (name in WHO[action])


@pytest.mark.parametrize("action", Action)
def test_nobody_may_at_another_stage(action):
    for stage in set(Stage) - RULES[action][1]:
        matter = Matter(stage=stage, city=BOGOTA)
        assert not any(may(actor, action, matter) for actor in EVERYBODY.values())


@pytest.mark.parametrize("action", [a for a in Action if WHO[a] & EDITORS])
@pytest.mark.parametrize(
    "stake",
    [
        {"cities": frozenset({BOGOTA})},
        {"recent_cities": frozenset({BOGOTA})},
        {"pk": 10},
        {"pk": 30},
    ],
)
def test_an_editor_with_a_stake_acts_as_no_editor(action, stake):
    matter = Matter(
        stage=next(iter(RULES[action][1])),
        city=BOGOTA,
        cities=frozenset({BOGOTA}),
        writers=frozenset({10}),
        reviewers=frozenset({30}),
    )
    editor = Actor(**{"pk": 14, "groups": frozenset({Group.CHIEF_EDITORS}), **stake})
    assert may(editor, action, matter) == (bool(stake.get("cities")) and "member" in WHO[action])


def test_an_override_needs_its_own_permission():
    matter = Matter(stage=Stage.IN_REVIEW, city=BOGOTA)
    chief = EVERYBODY["chief editor"]
    assert not may(chief, Action.OVERRIDE, matter)
    assert may(Actor(pk=14, groups=chief.groups, may_override=True), Action.OVERRIDE, matter)


def test_an_auditor_changes_nothing():
    reading = {Action.READ_TEXT, Action.READ_TIMELINE, Action.READ_LETTER, Action.READ_REVIEWS}
    allowed = {action for action in Action if "auditor" in WHO[action]}
    assert allowed == reading | {Action.READ_CONFIDENTIAL}


def codes(**candidate):
    found = conflicts(Candidate(**{"pk": 5, "email": "r@university.example", **candidate}), PRACTICE, TODAY)
    return [(conflict.code, conflict.hard) for conflict in found]


def test_a_stranger_from_elsewhere_has_no_conflict():
    assert codes(country="KE", cities=frozenset({NAIROBI})) == []


@pytest.mark.parametrize(
    ("candidate", "code"),
    [
        ({"cities": frozenset({BOGOTA})}, "same-city"),
        ({"recent_cities": frozenset({BOGOTA, NAIROBI})}, "same-city"),
        ({"pk": 10}, "took-part"),
        ({"pk": None, "email": "Ada@Bogota.example"}, "took-part"),
        ({"pk": 20}, "handled-it"),
        ({"declared": True}, "declared"),
    ],
)
def test_hard_conflicts(candidate, code):
    assert (code, True) in codes(**candidate)


def days_ago(days):
    return TODAY - datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("candidate", "code"),
    [
        ({"country": "CO"}, "same-country"),
        ({"email": "bo@bogota.example"}, "same-domain"),
        ({"past_reviews": ((BOGOTA, days_ago(10)), (BOGOTA, days_ago(300)))}, "same-city-often"),
        ({"reviewed_by": ((10, days_ago(364)),)}, "reviewed-each-other"),
    ],
)
def test_soft_conflicts(candidate, code):
    assert codes(**candidate) == [(code, False)]


@pytest.mark.parametrize(
    "candidate",
    [
        {"past_reviews": ((BOGOTA, days_ago(10)), (BOGOTA, days_ago(400)))},
        {"past_reviews": ((BOGOTA, days_ago(10)), (NAIROBI, days_ago(10)))},
        {"reviewed_by": ((10, days_ago(366)),)},
        {"reviewed_by": ((99, days_ago(1)),)},
        {"email": "somebody@gmail.com"},
        {"country": ""},
    ],
)
def test_what_is_no_conflict(candidate):
    assert codes(**candidate) == []


def test_free_mail_says_nothing_about_where_somebody_works():
    assert domain("a@gmail.com") == ""
    assert domain("a@City.Example") == "city.example"


def test_a_waiver_lets_its_own_soft_conflict_pass_and_no_hard_one():
    found = conflicts(Candidate(pk=10, email="x@bogota.example", country="CO"), PRACTICE, TODAY)
    assert [conflict.code for conflict in hard(found)] == ["took-part"]
    assert [conflict.code for conflict in to_waive(found, ["same-country"])] == ["same-domain"]
    assert [conflict.code for conflict in to_waive(found, ["same-country", "same-domain", "took-part"])] == []
