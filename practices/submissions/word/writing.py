"""The form as a Word file: a heading a topic, a box a question."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from practices.submissions.form.topics import Question, Topic
from practices.submissions.word import marks
from practices.submissions.word.answers import OF_THE_FILE, RANKED, Answer, Column, Shape, answers, keys_of
from practices.submissions.word.figures import written

NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GREY, SHADE, LINE = "5F6B7A", "EEF1F5", "9AA5B1"
EMPTY_ROWS = 3
"""Rows of a repeating answer that nobody has filled yet; a filled one gets one more."""
MOST_LISTED = 20
"""A column says what may be typed when there are no more choices than this."""
TICKED, UNTICKED = "\u2612", "\u2610"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def element(tag: str, *children: Any, **attributes: Any) -> Any:
    """An element of WordprocessingML; attributes belong to its own namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


class FormWriter:
    """Writes one form; gives each bookmark a number of its own."""

    def __init__(self, *, record: Mapping[str, Any], kind: str, language: str) -> None:
        self.record, self.language = record, language
        self.answers = answers(kind)
        self.numbers = count(1)
        self.asked: set[str] = set()
        self.document = Document()
        self.body = self.document.element.body
        self._set_up()

    def _set_up(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        language = element("lang", val=self.language)
        normal.element.get_or_add_rPr().append(language)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(1.8)
        section.top_margin = section.bottom_margin = Cm(1.8)

    def write(self, topics: Sequence[Topic]) -> bytes:
        """The whole form. What the record holds and no topic asks comes last, so that nothing is lost."""
        self._own("Title", _("Form of an entry"), marks.FORM)
        self._own(None, _("Write in the white boxes. Leave an answer empty if you do not have it yet."))
        self._own(None, _("To choose, tick the box or type an x. Where the order counts, type 1, 2, 3."))
        self._own(None, _("Pictures and documents cannot be sent in this file: add them on the site."))
        for topic in topics:
            self._own("Heading 1", str(topic.title))
            for question in topic.questions:
                self._ask(question)
        left = [key for key in self.record if key in self.answers and key not in {*self.asked, *OF_THE_FILE}]
        if left:
            self._own("Heading 1", _("More"))
            for key in left:
                self._box(key, self._name(key), "", None)
        self._own("Heading 1", _("About this file"))
        self._own(None, _("The site needs these lines to know which entry this is. Please leave them as they are."))
        for key in OF_THE_FILE:
            self._box(key, self._name(key), "", None)
        return self._bytes()

    def _bytes(self) -> bytes:
        made = io.BytesIO()
        self.document.save(made)
        return made.getvalue()

    def _name(self, key: str) -> str:
        names = {
            "country": _("Country, two letters as in ISO 3166"),
            "topics": _("Topics below these themes"),
            "id": _("Id"),
            "source": _("Where the record comes from"),
            "type": _("Kind of entry"),
            "language": _("Language of the texts"),
        }
        return names.get(key, key.replace("_", " ").capitalize())

    def _ask(self, question: Question) -> None:
        for n, key in enumerate(key for key in keys_of(question.field) if key in self.answers):
            self.asked.add(key)
            if n == 0:
                self._box(key, str(question.label), str(question.help or ""), question.limit)
            else:
                self._box(key, self._name(key), "", None)

    # pieces

    def _own(self, style: str | None, text: str, mark: str = "") -> None:
        """A paragraph of the form itself."""
        paragraph = self.document.add_paragraph(style=style)
        run = paragraph.add_run(NOT_IN_XML.sub("", text))._r
        self._mark(run, mark or f"{marks.OURS}{next(self.numbers)}")

    def _mark(self, run: Any, name: str) -> None:
        number = next(self.numbers)
        run.addprevious(element("bookmarkStart", id=number, name=name))
        run.addnext(element("bookmarkEnd", id=number))

    def _run(self, text: str, *, bold: bool = False, grey: bool = False, small: bool = False) -> Any:
        """A run; line ends become breaks and tabs tabs."""
        properties = element("rPr")
        if bold:
            properties.append(element("b"))
        if grey:
            properties.append(element("color", val=GREY))
        if small:
            properties.append(element("sz", val=16))
        run = element("r", properties)
        for piece in re.split(r"([\n\t])", NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))):
            if piece == "\n":
                run.append(element("br"))
            elif piece == "\t":
                run.append(element("tab"))
            elif piece:
                words = element("t")
                words.text = piece
                words.set(qn("xml:space"), "preserve")
                run.append(words)
        return run

    def _paragraph(self, text: str = "", mark: str = "", **look: bool) -> Any:
        paragraph = element("p")
        if text:
            paragraph.append(run := self._run(text, **look))
            if mark:
                self._mark(run, mark)
        return paragraph

    def _cell(self, paragraphs: Iterable[Any], *, width: int, span: int = 1, shaded: bool = False) -> Any:
        properties = element("tcPr", element("tcW", w=width, type="pct"))
        if span > 1:
            properties.append(element("gridSpan", val=span))
        if shaded:
            properties.append(element("shd", val="clear", color="auto", fill=SHADE))
        return element("tc", properties, *(list(paragraphs) or [self._paragraph()]))

    def _whole(self) -> Any:
        """A row that no page end cuts."""
        return element("trPr", element("cantSplit"))

    def _box(self, key: str, label: str, help_text: str, limit: int | None) -> None:
        """The question in a grey row, the answer in white ones below."""
        answer = self.answers[key]
        columns = len(answer.columns) or 1
        question = [self._paragraph(label, marks.answer_mark(key), bold=True)]
        if help_text:
            question.append(self._paragraph(help_text, grey=True, small=True))
        if limit:
            question.append(self._paragraph(_("At most %(n)d characters.") % {"n": limit}, grey=True, small=True))
        edges = [element(side, val="single", sz=4, space=0, color=LINE) for side in (
            "top", "left", "bottom", "right", "insideH", "insideV")]  # fmt: skip
        table = element(
            "tbl",
            element("tblPr", element("tblW", w=5000, type="pct"), element("tblBorders", *edges)),
            element("tblGrid", *(element("gridCol", w=9860 // columns) for _n in range(columns))),
            element("tr", self._whole(), self._cell(question, width=5000, span=columns, shaded=True)),
        )
        if answer.shape is Shape.ROWS:
            table.extend(self._rows(answer))
        else:
            table.append(element("tr", self._cell(self._answer(answer), width=5000)))
        self.body.insert(len(self.body) - 1, table)  # before the section's own element
        self.body.insert(len(self.body) - 1, element("p"))

    # answers

    def _texts(self, text: str) -> list[Any]:
        """Paragraphs where blank lines are, breaks where lines end."""
        return [self._paragraph(part) for part in text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")]

    def _answer(self, answer: Answer) -> list[Any]:
        value = self.record.get(answer.key)
        if answer.shape is Shape.YES:
            return self._options(answer, ["yes"] if value else [])
        if answer.shape is Shape.CHOICES:
            return self._options(answer, list(value or []))
        if answer.shape is Shape.CHOICE:
            return self._options(answer, [value] if value else [])
        return self._typed(answer.shape, value)

    def _typed(self, shape: Shape, value: Any) -> list[Any]:
        if value is None or value == "":
            return [self._paragraph()]
        if shape is Shape.TEXTS:
            return [self._paragraph(str(item)) for item in value]
        if shape in {Shape.NUMBER, Shape.WHOLE, Shape.NUMBER_OR_TEXT}:
            return self._texts(written(value))
        return self._texts(str(value))

    def _options(self, answer: Answer, chosen: list[str]) -> list[Any]:
        options = dict(answer.options(self.language))
        options |= {value: value for value in chosen if value not in options}
        in_order = [value for value in options if value in chosen] == chosen
        numbered = answer.key in RANKED or not in_order
        found = []
        for value, label in options.items():
            label_run = self._run(f" {label}")
            if numbered:
                rank = str(chosen.index(value) + 1) if value in chosen else " "
                paragraph = element("p", self._run(f"[{rank}]"), label_run)
            else:
                paragraph = element("p", self._tick_box(value in chosen), label_run)
            self._mark(label_run, marks.option_mark(answer.key, value))
            found.append(paragraph)
        return found

    def _tick_box(self, ticked: bool) -> Any:
        """A box that Word ticks with a click; elsewhere it is a sign that can be typed over."""
        box = OxmlElement("w14:checkbox", nsdecls={"w14": W14})
        for name, value in (("checked", int(ticked)), ("checkedState", "2612"), ("uncheckedState", "2610")):
            part = OxmlElement(f"w14:{name}", nsdecls={"w14": W14})
            part.set(f"{{{W14}}}val", str(value))
            box.append(part)
        run = self._run(TICKED if ticked else UNTICKED)
        return element("sdt", element("sdtPr", box), element("sdtContent", run))

    def _rows(self, answer: Answer) -> list[Any]:
        width = 5000 // len(answer.columns)
        heads = [self._cell(self._head(answer.key, column), width=width, shaded=True) for column in answer.columns]
        given = self.record.get(answer.key) or []
        rows = [*given, *[{}] * (1 if given else EMPTY_ROWS)]
        return [element("tr", self._whole(), *heads)] + [
            element("tr", *(self._cell(self._part(column, row), width=width) for column in answer.columns))
            for row in rows
        ]

    def _head(self, key: str, column: Column) -> list[Any]:
        options = column.options(self.language)
        paragraphs = [self._paragraph(column.label(), marks.column_mark(key, column.name), bold=True, small=True)]
        if 0 < len(options) <= MOST_LISTED:
            paragraphs.append(self._paragraph(" / ".join(options.values()), grey=True, small=True))
        return paragraphs

    def _part(self, column: Column, row: Mapping[str, Any]) -> list[Any]:
        value = row.get(column.name)
        if column.shape is Shape.CHOICE and value not in (None, ""):
            return [self._paragraph(column.options(self.language).get(str(value), str(value)))]
        return self._typed(column.shape, value)


def write_form(*, record: Mapping[str, Any], kind: str, language: str, topics: Sequence[Topic]) -> bytes:
    """The form with the answers of a record, as the bytes of a DOCX file."""
    with override(language):
        return FormWriter(record={"type": kind, **record}, kind=kind, language=language).write(topics)
