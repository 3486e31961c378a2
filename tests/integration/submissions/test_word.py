import io
import os
import shutil
import subprocess

import pytest
from django.utils import translation
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.exchange.errors import FileUnusable
from practices.exchange.records import export
from practices.submissions.word import read_docx, write_docx
from practices.vocabulary import labels
from tests.factories import full_practice
from tests.factories.entries import LONG
from tests.factories.showcase import show_case_study, show_toolkit
from tests.factories.uploads import docx, pdf, repacked

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "fr", "es"]


def written(record, language="en"):
    return write_docx(record=record, kind=record["type"], language=language)


def changed(data: bytes, change) -> bytes:
    """The form after somebody worked on it."""
    document = Document(io.BytesIO(data))
    change(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def box(document, question: str):
    """The table under a question."""
    return next(table for table in document.tables if table.rows[0].cells[0].paragraphs[0].text == question)


def minimal(**fields):
    return {"id": "lima-night-buses", "type": "practice", "language": "en", "title": "Night buses", **fields}


def problems(found):
    return [(problem.field, problem.reason) for problem in found]


@pytest.fixture
def record(library):
    return export(full_practice(slug="car-free-sundays", did_not_work=LONG.strip()), "desk")


# there and back


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_practice_comes_back_as_it_went(record, language):
    assert read_docx(written(record, language)) == (record, [])


def test_a_case_study_and_a_toolkit_come_back_as_they_went(library):
    practice = full_practice()
    for entry in (show_case_study(practice), show_toolkit(practice)):
        record = export(entry, "desk")
        assert read_docx(written(record)) == (record, [])


def test_every_part_of_the_schema_comes_back(library):
    record = minimal(
        source="desk",
        city="Lima",
        country="PE",
        other_cities=[{"city": "Quito", "country": "EC"}],
        themes=["mobility", "care-health"],
        topics=["buses-brt"],
        tags=["night buses", "a; b"],
        too_early=True,
        costs_unknown=True,
        staff_fte=2.5,
        start_year=2011,
        sdgs=[{"goal": 11, "how": "So."}, {"goal": 3, "how": "And so."}],
        costs=[{"phase": "setup", "amount": 1250000.5, "currency": "EUR", "year": 2012, "confidence": "budget"}],
        funding=[{"source": "Fares", "share": 40}, {"source": "State", "share": "the rest"}],
        results=[{"indicator": "riders", "baseline": 0, "value": 1.125, "method": "monitored"}],
        related=[{"id": "bogota-ciclovia", "kind": "copied-from"}],
        awards=[{"award": "An award of the city's own", "year": 2014}],
        inspired_by=[{"city": "Santiago", "country": "CL", "what": "Night lines"}],
        replications=[{"city": "Arequipa", "country": "PE", "year": 2014, "src": 1}],
        sources=[
            {
                "n": 1,
                "title": "Report",
                "kind": "official",
                "url": "https://example.org/a?b=c&d",
                "checked_on": "2024-01-31",
            }
        ],
    )
    assert read_docx(written(record)) == (record, [])


def test_the_order_of_what_is_ranked_comes_back(library):
    record = minimal(instruments=["pilot", "service", "regulation"], target_groups=["women", "general"])
    assert read_docx(written(record)) == (record, [])


def test_what_no_topic_asks_is_not_lost(record):
    back, found = read_docx(write_docx(record=record, kind="practice", language="en", topics=()))
    assert (back, found) == (record, [])


ODD = (
    st.text(
        alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
        | st.sampled_from("\n\t [](){}<>&\"'☒☐x1-•_")
    )
    .map(str.strip)
    .filter(bool)
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(ODD, min_size=3, max_size=3), items=st.lists(ODD.filter(lambda text: "\n" not in text), max_size=3)
)
def test_texts_with_odd_characters_come_back_letter_by_letter(library, texts, items):
    record = minimal(problem=texts[0], description=texts[1], steps=[{"what": texts[2]}], tags=items)
    record = {key: value for key, value in record.items() if value}
    assert read_docx(written(record)) == (record, [])


def test_paragraphs_lists_and_a_hundred_thousand_characters_come_back(library):
    text = ("A paragraph.\nA second line.\n\n- one\n- two\n\n\n\nAnother.\t" * 2_000)[:100_000].strip()
    record = minimal(description=text)
    assert read_docx(written(record)) == (record, [])


def test_what_a_file_cannot_hold_does_not_stop_it(library):
    back, found = read_docx(written(minimal(problem="a\x00b\x0bc\r\nd")))
    assert (back["problem"], found) == ("abc\nd", [])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_form_saved_by_libreoffice_comes_back_as_it_went(record, language, tmp_path):
    sent, saved = tmp_path / "form.docx", tmp_path / "saved"
    sent.write_bytes(written(record, language))
    command = ["soffice", "--headless", "--convert-to", "docx", "--outdir", str(saved), str(sent)]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env={**os.environ, "HOME": str(tmp_path)})
    assert read_docx((saved / "form.docx").read_bytes()) == (record, [])


# written by people


def test_an_empty_form_holds_nothing_but_which_entry_it_is(library):
    assert read_docx(written(minimal()))[0] == minimal()


@pytest.mark.parametrize("sign", ["x", "X", "☒", "☑", "[x]", "✓"])
def test_a_tick_may_be_typed(library, sign):
    def tick(document):
        line = next(
            p for p in box(document, "Area that it covers").rows[1].cells[0].paragraphs if "Whole city" in p.text
        )
        content = line._p.find(".//{*}sdt")
        line._p.remove(content)
        line.runs[0].text = f"{sign} {line.runs[0].text.strip()}"

    back, found = read_docx(changed(written(minimal()), tick))
    assert (back.get("scale"), found) == ("whole-city", [])


def test_a_choice_may_be_typed_in_another_language_than_the_forms(library):
    def answer(document):
        cell = box(document, "Area that it covers").rows[1].cells[0]
        for paragraph in cell.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        cell.paragraphs[0]._p.clear()
        cell.paragraphs[0].add_run(labels.term_label("scale", "neighbourhood", "fr"))

    back, found = read_docx(changed(written(minimal()), answer))
    assert (back.get("scale"), found) == ("neighbourhood", [])


def test_rows_may_be_added(library):
    def add(document):
        cells = box(document, "Steps").add_row().cells
        cells[0].text, cells[1].text = "2019", "It began."

    assert read_docx(changed(written(minimal()), add))[0]["steps"] == [{"when": "2019", "what": "It began."}]


def test_a_list_of_word_becomes_lines_of_a_list(library):
    def type_list(document):
        cell = box(document, "The problem before").rows[1].cells[0]
        cell.paragraphs[0].text = "Two things:"
        cell.add_paragraph("noise", style="List Bullet")
        cell.add_paragraph("dust", style="List Bullet")

    assert read_docx(changed(written(minimal()), type_list))[0]["problem"] == "Two things:\n\n- noise\n- dust"


def test_deleted_text_of_tracked_changes_is_gone_and_inserted_text_is_there(library):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    def revise(document):
        p = box(document, "The problem before").rows[1].cells[0].paragraphs[0]._p
        for inner in (
            "<w:del {0}><w:r><w:delText>old</w:delText></w:r></w:del>",
            "<w:ins {0}><w:r><w:t>new</w:t></w:r></w:ins>",
        ):
            p.append(parse_xml(inner.format(nsdecls("w"))))

    assert read_docx(changed(written(minimal()), revise))[0]["problem"] == "new"


# what cannot be read is said


def test_what_cannot_be_read_is_said_and_the_rest_is_kept(library):
    def answer(document):
        by_first = {table.rows[0].cells[0].paragraphs[0].text: table for table in document.tables}
        by_first["Start year"].rows[1].cells[0].text = "long ago"
        costs = next(table for label, table in by_first.items() if label.startswith(("Cost", "What it cost")))
        cells = costs.rows[2].cells
        cells[0].text, cells[1].text, cells[2].text = "set-up", "1,250", "EUR"
        by_first["The problem before"].rows[1].cells[0].text = "Noise."

    back, found = read_docx(changed(written(minimal()), answer))
    assert back["problem"] == "Noise."
    assert back["costs"] == [{"phase": "setup", "currency": "EUR"}]
    told = dict(problems(found))
    assert told["start_year"] == "“long ago” is not a number."
    assert "Row 1, Amount" in told["costs"]
    assert "two ways" in told["costs"]


def test_a_choice_that_is_not_in_the_list_is_said(library):
    def answer(document):
        box(document, "Area that it covers").rows[1].cells[0].add_paragraph("x The moon")

    back, found = read_docx(changed(written(minimal(scale="site")), answer))
    assert back["scale"] == "site"
    assert problems(found) == [("scale", "“The moon” is not in the list.")]


def test_text_outside_the_boxes_is_said(library):
    def answer(document):
        document.add_paragraph("We forgot to say this.")

    _back, found = read_docx(changed(written(minimal()), answer))
    assert [reason for _field, reason in problems(found)] == [
        "This text stands outside the answer boxes, so it was not taken: “We forgot to say this.”"
    ]


def test_problems_are_told_in_the_persons_language(library):
    def answer(document):
        cells = box(document, "Steps").rows[2].cells
        cells[1].text = "Began."
        box(document, "Start year").rows[1].cells[0].text = "hier"
        costs = next(table for table in document.tables if len(table.rows) > 2 and len(table.rows[2].cells) == 7)
        costs.rows[2].cells[1].text = "beaucoup"

    with translation.override("fr"):
        _back, found = read_docx(changed(written(minimal()), answer))
    assert any("Montant" in reason for _field, reason in problems(found))


# files that are not ours


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"hello", "not a Word file"),
        (pdf(), "not a Word file"),
        (docx("My own letter"), "not a form of this site"),
        (docx("My own letter")[:2_000], "damaged"),
    ],
    ids=["empty", "text", "pdf", "letter", "cut off"],
)
def test_a_file_that_is_no_form_is_refused_with_words(data, words):
    with pytest.raises(FileUnusable, match=words):
        read_docx(data)


def test_a_form_that_was_cut_off_is_refused(record):
    data = written(record)
    with pytest.raises(FileUnusable):
        read_docx(data[: len(data) - 500])


def test_entities_are_not_expanded(library):
    data = written(minimal())
    evil = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    with pytest.raises(FileUnusable):
        read_docx(repacked(data, {"word/header9.xml": evil}))


def test_a_bomb_is_refused(library):
    with pytest.raises(FileUnusable, match="unpacks"):
        read_docx(repacked(written(minimal()), {"word/media/a.bin": bytes(40 * 1024 * 1024)}))
