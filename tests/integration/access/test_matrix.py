"""Every address × method × role × stage: who is let in, and that nobody else changes or reads anything.

An address that is in no class below fails the test, so that whoever adds one says who it is for.
"""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver, reverse
from wagtail.models import Revision

from practices.models import PublicationPermit
from practices.review.models import EditorialDecision, Event, Review, ReviewAssignment, Submission
from practices.review.stages import Stage
from tests.integration.access.conftest import CONFIDENTIAL, DRAFT, JUDGEMENT

pytestmark = pytest.mark.django_db

TEAM = frozenset({"member", "lead", "near chief"})
EDITORS = frozenset({"intake", "handling", "chief", "admin"})
READERS = EDITORS | {"auditor"}
HANDLERS = frozenset({"handling", "chief", "admin"})
EVERYBODY = frozenset({"nobody", "stranger", "reviewer", "other reviewer", "auditor"} | TEAM | EDITORS)
REVIEWERS = frozenset({"reviewer", "other reviewer"})

CLASSES = {
    "public": r"^(en/(search|practices|cities|themes|sdgs|_util|opensearch)|en/\^|en/$|documents/|health/|api/|"
    r"robots|sitemap|media|\^media|metrics|styleguide|i18n)",
    "accounts": r"^en/accounts/",
    "desk": r"^en/desk/",
    "review": r"^en/review/",
    "admin": r"^admin/",
}
"""Every address of the site belongs to exactly one of these, by how it begins."""

DESK = {
    "desk": (EVERYBODY, []),
    "desk_propose": (EVERYBODY - {"nobody"}, []),
    "desk_proposal": (TEAM, ["pk"]),
    "desk_submission": (TEAM, ["pk"]),
    "desk_topic": (TEAM, ["pk", "topic"]),
    "desk_declaration": (TEAM, ["pk"]),
    "desk_check": (TEAM, ["pk"]),
    "desk_preview": (TEAM, ["pk"]),
    "desk_mandate": (frozenset({"lead"}), ["pk"]),
    "desk_letter": (TEAM, ["pk"]),
    "desk_files": (TEAM, ["pk"]),
    "desk_file": (TEAM, ["pk", "file"]),
    "desk_document": (TEAM, ["pk", "file"]),
    "desk_changes": (TEAM, ["pk"]),
    "desk_upload": (TEAM, ["pk"]),
    "desk_download": (TEAM, ["pk", "form"]),
    "desk_stop": (frozenset({"lead", "chief", "admin"}), ["pk"]),
    "desk_confirm": (TEAM, ["slug"]),
    "desk_withdraw": (frozenset({"lead", "chief", "admin"}), ["slug"]),
    "desk_start": (TEAM, ["slug", "kind"]),
    "team": (EVERYBODY - {"nobody"}, []),
}
"""Who may ever act at an address of the desk. Some may read more; see the tests."""
REVIEW = {
    "review_desk": (READERS | REVIEWERS | {"near chief"}, []),
    "review_submission": (READERS, ["pk"]),
    "review_step": (EDITORS, ["pk", "step"]),
    "review_preview": (READERS, ["pk"]),
    "review_candidates": (HANDLERS | {"auditor", "intake"}, ["pk"]),
    "review_decide": (frozenset({"chief", "admin"}), ["pk"]),
    "review_correct": (frozenset({"chief", "admin"}), ["pk", "decision"]),
    "review_changes": (READERS, ["pk"]),
    "review_assignment": (frozenset({"reviewer"}), ["assignment"]),
    "review_my_changes": (frozenset({"reviewer"}), ["assignment"]),
    "review_certificate": (frozenset({"reviewer"}), ["assignment"]),
    "review_file": (frozenset({"reviewer"}), ["assignment", "file"]),
    "review_new_link": (EVERYBODY, []),
    "review_link": (EVERYBODY, ["token"]),
    "review_reports": (READERS | {"near chief"}, []),
    "review_report": (READERS | {"near chief"}, ["name"]),
}
ADDRESSES = {**DESK, **REVIEW}


def routes() -> list[tuple[str, str | None]]:
    """Every address of the site as (route, name)."""

    def walk(resolver, before=""):
        for found in resolver.url_patterns:
            route = before + str(found.pattern)
            if hasattr(found, "url_patterns"):
                yield from walk(found, route)
            else:
                yield route, found.name

    return list(walk(get_resolver()))


def test_every_address_is_classified():
    for route, _name in routes():
        classes = [name for name, begins in CLASSES.items() if re.match(begins, route)]
        assert len(classes) == 1, f"{route} is in {classes or 'no class'}: say in CLASSES whom it is for"


def test_every_address_of_the_desks_says_whom_it_is_for():
    found = {name for route, name in routes() if re.match(r"^en/(desk|review)/", route) and name}
    team = {name for name in found if name.startswith(("team", "invite", "end_", "resend"))}
    assert found - team == set(ADDRESSES) - {"team"}


def address(name: str, scene) -> str | None:
    """The address for the scene's objects; None where the scene has none."""
    submission = scene.submission
    values = {
        "pk": submission.pk,
        "topic": "results",
        "file": 1,
        "form": "json",
        "slug": submission.entry.slug if submission.entry_id else "none",
        "kind": "update",
        "step": "pass-screening",
        "decision": EditorialDecision.objects.values_list("pk", flat=True).first() or 1,
        "assignment": scene.assignment.pk if scene.assignment else None,
        "token": "x" * 43,
        "name": "queue",
    }
    arguments = [values[key] for key in ADDRESSES[name][1]]
    return None if None in arguments else reverse(name, args=arguments)


def fingerprint() -> tuple:
    """Everything that a step would change."""
    return (
        list(Submission.objects.order_by("pk").values_list("pk", "stage", "working_revision_id", "public_note")),
        Event.objects.count(),
        Revision.objects.count(),
        EditorialDecision.objects.count(),
        ReviewAssignment.objects.count(),
        list(Review.objects.order_by("pk").values_list("pk", "version")),
        PublicationPermit.objects.count(),
    )


def refused(answer) -> bool:
    """Whether the answer lets nobody do anything: not found, forbidden, not now, or the way to the sign-in."""
    if answer.status_code in {401, 403, 404, 405, 409, 410}:
        return True
    return answer.status_code == 302 and (
        "/accounts/login/" in answer["Location"] or "/review/link/" in answer["Location"]
    )


STAGES = [Stage.DRAFT, Stage.SUBMITTED, "reviewing", Stage.REVISING, Stage.PUBLISHED]


@pytest.mark.parametrize("stage", STAGES)
def test_nobody_else_reads_or_changes_anything(scene, stage):
    made = scene(stage)
    before = fingerprint()
    wrong = []
    for role in EVERYBODY:
        client = made.client(role)
        for name, (allowed, _arguments) in ADDRESSES.items():
            url = address(name, made)
            if url is None or role in allowed:
                continue
            for method in ("get", "post"):
                answer = getattr(client, method)(url, {"words": "x", "reason": "x"})
                wrong += [f"{method} {name} as {role}: {why}" for why in faults(answer, role, method, stage)]
    assert wrong == []
    assert fingerprint() == before


def faults(answer, role: str, method: str, stage: str) -> list[str]:
    """What an answer to somebody whom an address is not for gives away."""
    body = body_of(answer)
    found = []
    if (role not in READERS | TEAM or method == "post") and not refused(answer):
        found.append(f"answered {answer.status_code}")
    if role not in READERS | {"reviewer", "other reviewer"} and CONFIDENTIAL in body:
        found.append("the confidential remark")
    if role in {"nobody", "stranger"} and stage != Stage.PUBLISHED and DRAFT in body:
        found.append("the draft")
    return found


@pytest.mark.parametrize("stage", [Stage.WRITING, "reviewing", Stage.REVISING])
def test_those_whom_it_is_for_are_let_in(scene, stage):
    """The other half of the matrix: a site that refuses everybody would pass the first."""
    made = scene(stage)
    open_to = {
        "desk_submission": TEAM,
        "desk_preview": TEAM,
        "review_submission": READERS,
        "review_desk": READERS | REVIEWERS,
        "review_assignment": {"reviewer"},
    }
    for name, roles in open_to.items():
        url = address(name, made)
        if url is None or (name.startswith("review_s") and stage == Stage.WRITING):
            continue
        for role in roles:
            assert made.client(role).get(url).status_code == 200, f"{name} as {role} in {stage}"


def body_of(answer) -> str:
    """The whole text of an answer, streamed or not."""
    return (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")


def test_the_city_never_reads_who_reviewed_or_what_was_said_in_confidence(scene):
    made = scene("reviewing")
    names = [str(made.people["reviewer"]), made.people["reviewer"].email, made.people["other reviewer"].email]
    for name, (_allowed, _arguments) in DESK.items():
        url = address(name, made)
        for role in TEAM:
            body = body_of(made.client(role).get(url))
            assert CONFIDENTIAL not in body, name
            assert JUDGEMENT not in body, f"{name}: before the decision the city reads no judgement"
            assert not [who for who in names if who in body], name


def test_a_reviewer_reads_the_others_review_only_after_sending_their_own(scene):
    made = scene("reviewing")
    url = address("review_assignment", made)
    body = made.client("reviewer").get(url).content.decode()
    assert DRAFT in body
    assert JUDGEMENT not in body
    assert CONFIDENTIAL not in body


ADMIN_ONLY = ["admin/users/", "admin/groups/", "admin/sites/", "admin/workflows/list/", "admin/workflows/tasks/index/"]


@pytest.mark.parametrize("role", sorted(EVERYBODY - EDITORS - {"auditor", "near chief"}))
def test_the_admin_is_closed_to_who_is_no_editor(scene, role):
    client = scene(Stage.WRITING).client(role)
    for route, _name in routes():
        if route.startswith("admin/") and not re.search(r"<|\^|logout|sprite|jsi18n", route):
            answer = client.get(f"/{route}")
            assert answer.status_code in {302, 403, 404, 405}, route


@pytest.mark.parametrize("role", ["intake", "handling", "auditor"])
def test_editors_do_not_run_the_site(scene, role):
    client = scene(Stage.WRITING).client(role)
    for route in ADMIN_ONLY:
        answer = client.get(f"/{route}")
        assert answer.status_code in {302, 403, 404}, route


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_changes_nothing(scene, method):
    client = scene(Stage.PUBLISHED).client("admin")
    before = fingerprint()
    for route, _name in routes():
        if route.startswith("api/v1/"):
            url = "/" + re.sub(r"<[^>]+>", "x", route)
            if "openapi" not in route and "docs" not in route:  # the description of the API answers any method
                assert getattr(client, method)(url).status_code in {404, 405}, route
    assert fingerprint() == before
