import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.models import ENTRY_MODELS
from practices.policy import missing_for_submission
from practices.submissions.form.boxes import ColumnForm
from practices.submissions.form.pasted import clean_text
from practices.submissions.form.questions import TOPICS
from practices.submissions.form.topics import model_of, needed_fields, text_topics, topic_of_field, topics_of

pytestmark = pytest.mark.django_db

KINDS = {model.kind: model for model in ENTRY_MODELS}
RUBRIC = Path(__file__).resolve().parents[3] / "practices" / "review" / "data" / "rubric_v1.json"
SET_BY_THE_SYSTEM = {"locale"}
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_fills_a_real_field(kind):
    for topic in topics_of(kind):
        for question in topic.questions:
            model_of(question, kind)._meta.get_field(question.field)


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_is_needed_is_asked_and_marked_as_needed(kind):
    needed = {missing.field for missing in missing_for_submission(KINDS[kind]())} - SET_BY_THE_SYSTEM
    asked = {question.field for topic in topics_of(kind) for question in topic.questions if question.required}
    assert needed <= asked
    assert needed == needed_fields(kind) - SET_BY_THE_SYSTEM


@pytest.mark.parametrize("kind", KINDS)
def test_no_question_is_asked_twice(kind):
    fields = [question.field for topic in topics_of(kind) for question in topic.questions]
    assert len(set(fields)) == len(fields) == len(topic_of_field(kind))


def test_every_question_is_judged_by_a_criterion_of_the_rubric():
    codes = {criterion["code"] for criterion in json.loads(RUBRIC.read_text("utf8"))["criteria"]}
    assert {question.criterion for topic in TOPICS for question in topic.questions} <= codes


def test_every_criterion_that_is_scored_judges_some_question():
    criteria = json.loads(RUBRIC.read_text("utf8"))["criteria"]
    scored = {criterion["code"] for criterion in criteria if criterion["kind"] == "score"}
    assert scored <= {question.criterion for topic in TOPICS for question in topic.questions}


def test_a_strong_example_fits_the_limit_of_its_question():
    for topic in topics_of("practice"):
        for question in topic.questions:
            assert question.limit is None or len(str(question.strong)) <= question.limit, question.field


def test_a_file_asks_nothing_that_is_declared():
    assert {question.of for topic in text_topics("practice") for question in topic.questions} == {"entry"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_a_cleaned_text_comes_out_of_the_form_as_it_went_in(text):
    column = KINDS["practice"]._meta.get_field("description")
    cleaned = clean_text(text)
    form = ColumnForm(column, "Description", {"description": cleaned})
    if form.is_valid():
        assert form.cleaned_data["description"] == cleaned
    else:
        assert "placeholder" in str(form.errors)
