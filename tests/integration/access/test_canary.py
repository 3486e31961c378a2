"""A word that stands only in a draft, and one that stands only in a confidential remark, come out nowhere."""

from __future__ import annotations

import logging

import pytest
from django.core import mail

from practices.review.stages import Stage
from tests.integration.access.conftest import CONFIDENTIAL, DRAFT, JUDGEMENT

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/en/",
    "/en/search/?q={word}",
    "/en/search/?q={word}&city=bogota",
    "/en/search/suggest/?q={word}",
    "/en/search/feed/?q={word}",
    "/api/v1/search?q={word}",
    "/api/v1/search?city=bogota",
    "/api/v1/suggest?q={word}",
    "/api/v1/entries/{slug}",
    "/en/practices/{slug}/",
    "/en/practices/{slug}/history/",
    "/en/cities/",
    "/en/cities/bogota/",
    "/en/themes/mobility/",
    "/en/sdgs/11/",
    "/en/review-process/",
    "/sitemap.xml",
    "/fr/practices/{slug}/",
]
SEARCHES = 3
"""A page may repeat the words of the question in its box, title and links; nothing else may hold them."""


@pytest.mark.parametrize("stage", [Stage.WRITING, "reviewing", Stage.REVISING, Stage.SIGN_OFF])
def test_no_public_answer_holds_the_words(scene, client, stage):
    made = scene(stage)
    title = made.submission.submitted_revision or made.submission.working_revision
    for word in (DRAFT, CONFIDENTIAL, JUDGEMENT):
        for template in PUBLIC:
            url = template.format(word=word, slug=made.submission.entry.slug)
            body = client.get(url).content.decode(errors="replace")
            if "q=" not in url:
                assert word not in body, url
            assert f"summary of the {word}" not in body, url
            assert f"says the {word}" not in body, url
            assert f"the {word} doubts" not in body, url
    assert title is not None


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, "reviewing", Stage.REVISING, Stage.SIGN_OFF, Stage.PUBLISHED])
def test_no_mail_and_no_log_holds_the_words(scene, caplog, stage, django_capture_on_commit_callbacks):
    with caplog.at_level(logging.DEBUG, logger="use"), django_capture_on_commit_callbacks(execute=True):
        scene(stage)
    assert mail.outbox
    sent = "\n".join(str(message.message()) for message in mail.outbox)
    for word in (DRAFT, CONFIDENTIAL):
        assert word not in sent
        assert word not in caplog.text
