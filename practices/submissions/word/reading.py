"""A form in Word as a record again. Nothing in the file is run or fetched; what cannot be read is said, not guessed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn

from practices.exchange.errors import FileUnusable, Problem
from practices.exchange.records import MODELS
from practices.submissions.files.packages import Package
from practices.submissions.files.refusals import UploadRefused
from practices.submissions.files.uploads import LARGEST_DOCUMENT, MEGABYTE
from practices.submissions.word import marks
from practices.submissions.word.answers import Answer, Column, Shape, answers, value_of_label
from practices.submissions.word.figures import TwoReadings, number, number_or_text
from practices.vocabulary.models import LANGUAGES

UNREAD = frozenset(map(qn, ("w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:instrText", "w:delText")))
"""What was deleted with “track changes” on, and what is no text."""
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SYMBOLS = {"F0FE": "☒", "F078": "☒", "F0FC": "☒", "F0FD": "☒", "F0A8": "☐", "F06F": "☐", "F0A3": "☐"}
"""Signs of the Wingdings fonts that people put in as ticks."""
TICK = re.compile(r"^\s*(?:\[\s*(?P<typed>[^\]]{0,3}?)\s*\]|(?P<sign>[☐☒☑✓✔✗✘]|[xX](?=\s)|\d{1,2}(?=[\s.)])))\s*")
EMPTY_SIGNS = frozenset({"", "☐", "_"})
SHOWN = 60
"""Characters of a text that a problem quotes."""


def read_form(data: bytes) -> tuple[dict[str, Any], list[Problem]]:
    """The record of the answers, and what could not be read. Raises FileUnusable with plain words."""
    return FormReader(_body(data)).read()


def _body(data: bytes) -> Any:
    """The body of the document. Raises FileUnusable."""
    if not data:
        raise FileUnusable(_("The file is empty."))
    if len(data) > LARGEST_DOCUMENT:
        raise FileUnusable(_("The file has more than %(limit)d MB.") % {"limit": LARGEST_DOCUMENT // MEGABYTE})
    if not data.startswith(b"PK"):
        raise FileUnusable(_("This is not a Word file (DOCX). Save the form as DOCX and try again."))
    try:
        package = Package(data)
        for name in package.names:
            if name.endswith((".xml", ".rels")):
                package.xml(name)
        if package.kind != "docx":
            raise FileUnusable(_("This is not a Word file (DOCX). Save the form as DOCX and try again."))
        body = Document(io.BytesIO(data)).element.body
    except UploadRefused as error:
        raise FileUnusable(error.message) from error
    except FileUnusable:
        raise
    except Exception as error:  # a broken file can raise anything in a parser
        raise FileUnusable(_("The file is damaged or cut off. Save it again and try once more.")) from error
    if marks.FORM not in _marks_in(body) and not any(name.startswith(marks.PREFIX) for name in _marks_in(body)):
        raise FileUnusable(
            _("This Word file is not a form of this site. Download the form, write in it, and send that file.")
        )
    return body


def _marks_in(part: Any) -> list[str]:
    return [found.get(qn("w:name"), "") for found in part.iter(qn("w:bookmarkStart"))]


def _own_children(part: Any, tag: str) -> Iterator[Any]:
    """Children of that tag, also inside content controls and insertions, without what was deleted."""
    for child in part:
        if child.tag == qn(tag):
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:moveTo")}:
            yield from _own_children(child, tag)


def _pieces(part: Any) -> Iterator[str]:
    for child in part:
        if child.tag in UNREAD or child.tag == FALLBACK:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag == qn("w:sym"):
            yield SYMBOLS.get((child.get(qn("w:char")) or "").upper(), "")
        else:
            yield from _pieces(child)


def text_of(paragraph: Any) -> str:
    """What a paragraph says, with its line breaks."""
    return "".join(_pieces(paragraph))


def _is_item(paragraph: Any) -> bool:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return False
    numbering = properties.find(f"{qn('w:numPr')}/{qn('w:numId')}")
    style = properties.find(qn("w:pStyle"))
    in_list = numbering is not None and numbering.get(qn("w:val")) != "0"
    return in_list or (style is not None and (style.get(qn("w:val")) or "").startswith("List"))


def _text_in(cell: Any) -> str:
    """Paragraphs with blank lines between them, items of a list on lines of their own."""
    text, before = "", None
    for paragraph in cell.iter(qn("w:p")):
        item = _is_item(paragraph)
        line = text_of(paragraph)
        line = f"- {line}" if item and line.strip() else line
        text += line if before is None else f"{chr(10) if item and before else chr(10) * 2}{line}"
        before = item
    return text.strip()


class FormReader:
    """Reads the boxes of one form, one after the other."""

    def __init__(self, body: Any) -> None:
        self.body = body
        self.record: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.answers: Mapping[str, Answer] = {}

    def read(self) -> tuple[dict[str, Any], list[Problem]]:
        """The record and the problems."""
        boxes: dict[str, Any] = {}
        for table in _own_children(self.body, "w:tbl"):
            key = self._key(table)
            if key and key not in boxes:
                boxes[key] = table
            else:
                self._outside(_text_in(table))
        self.answers = answers(self._kind(boxes))
        for paragraph in _own_children(self.body, "w:p"):
            if not any(name.startswith(marks.PREFIX) for name in _marks_in(paragraph)):
                self._outside(text_of(paragraph))
        for key, answer in self.answers.items():
            if key in boxes:
                value = self._value(answer, list(_own_children(boxes[key], "w:tr")))
                if value not in (None, "", [], False):
                    self.record[key] = value
        return self.record, self.problems

    def _key(self, table: Any) -> str:
        prefix = marks.answer_mark("")
        return next((name.removeprefix(prefix) for name in _marks_in(table) if name.startswith(prefix)), "")

    def _kind(self, boxes: Mapping[str, Any]) -> str:
        table = boxes.get("type")
        typed = self._cell_text(list(_own_children(table, "w:tr"))) if table is not None else ""
        return typed if typed in MODELS else "practice"

    def _outside(self, text: str) -> None:
        if text.strip():
            reason = _("This text stands outside the answer boxes, so it was not taken: “%(text)s”")
            self.problems.append(Problem("", reason % {"text": _short(text)}))

    def _cell_text(self, rows: list[Any]) -> str:
        """All that stands below the question."""
        parts = [_text_in(cell) for row in rows[1:] for cell in _own_children(row, "w:tc")]
        return "\n\n".join(part for part in parts if part)

    def _value(self, answer: Answer, rows: list[Any]) -> Any:
        if answer.shape is Shape.ROWS:
            return self._rows(answer, rows)
        if answer.shape in {Shape.CHOICE, Shape.CHOICES, Shape.YES}:
            return self._chosen(answer, rows)
        if answer.shape is Shape.TEXTS:
            return [text.strip() for row in rows[1:] for p in row.iter(qn("w:p")) if (text := text_of(p)).strip()]
        return self._typed(answer.key, answer.shape, self._cell_text(rows), "")

    def _typed(self, key: str, shape: Shape, text: str, where: str) -> Any:
        """What was typed, as the schema wants it; None with a problem when it cannot be."""
        if not text:
            return None
        if shape is Shape.NUMBER_OR_TEXT:
            return number_or_text(text)
        if shape not in {Shape.NUMBER, Shape.WHOLE}:
            return text
        try:
            value = number(text)
        except TwoReadings:
            plain = re.sub(r"[.,]", "", text)
            reason = _("“%(text)s” can be read in two ways. Write %(plain)s, or the decimals with two digits.")
            self._problem(key, where, reason % {"text": _short(text), "plain": plain})
            return None
        except ValueError:
            self._problem(key, where, _("“%(text)s” is not a number.") % {"text": _short(text)})
            return None
        if shape is Shape.WHOLE and not isinstance(value, int):
            self._problem(key, where, _("“%(text)s” is not a whole number.") % {"text": _short(text)})
            return None
        return value

    def _problem(self, key: str, where: str, reason: str) -> None:
        self.problems.append(Problem(key, f"{where}: {reason}" if where else reason))

    # choices

    def _chosen(self, answer: Answer, rows: list[Any]) -> Any:
        by_mark = {
            marks.option_mark(answer.key, value): value for language in LANGUAGES for value in answer.options(language)
        }
        ranked: list[tuple[int, int, str]] = []
        lines = [p for row in rows[1:] for p in row.iter(qn("w:p")) if text_of(p).strip()]
        boxes = any(TICK.match(text_of(line)) for line in lines)
        for place, line in enumerate(lines):
            text, tick = text_of(line), TICK.match(text_of(line))
            marked = next((by_mark[name] for name in _marks_in(line) if name in by_mark), None)
            sign = (tick["typed"] or tick["sign"] or "").strip() if tick else None
            if sign in EMPTY_SIGNS or (sign is None and marked is not None and boxes):
                continue
            label = text[tick.end() :] if tick else text
            value = marked or value_of_label(label, answer.options)
            if value is None:
                self._problem(answer.key, "", _("“%(text)s” is not in the list.") % {"text": _short(label)})
                continue
            rank = int(sign) if sign and sign.isdecimal() else len(lines)
            ranked.append((rank, place, value))
        found = list(dict.fromkeys(value for _rank, _place, value in sorted(ranked)))
        if answer.shape is Shape.YES:
            return bool(found)
        if answer.shape is Shape.CHOICES:
            return found
        if len(found) > 1:
            self._problem(answer.key, "", _("Choose one only. The first of them was taken."))
        return found[0] if found else None

    # repeating parts

    def _rows(self, answer: Answer, rows: list[Any]) -> list[dict[str, Any]]:
        columns = {marks.column_mark(answer.key, column.name): column for column in answer.columns}
        places: dict[int, Column] = {}
        head = 0
        for n, row in enumerate(rows):
            for place, cell in _cells(row):
                for name in _marks_in(cell):
                    if name in columns:
                        places[place], head = columns[name], n
        if not places:
            text = "\n\n".join(_text_in(cell) for row in rows[1:] for _place, cell in _cells(row))
            if text.strip():
                reason = _("The headings of this table are gone, so it could not be read: “%(text)s”")
                self._problem(answer.key, "", reason % {"text": _short(text)})
            return []
        found = []
        for n, row in enumerate(rows[head + 1 :], 1):
            value = self._row(answer.key, n, dict(_cells(row)), places)
            if value:
                found.append(value)
        return found

    def _row(self, key: str, n: int, cells: Mapping[int, Any], places: Mapping[int, Column]) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for place, cell in cells.items():
            text = _text_in(cell)
            column = places.get(place)
            if not text:
                continue
            if column is None:
                self._outside(text)
                continue
            where = _("Row %(n)d, %(column)s") % {"n": n, "column": column.label()}
            part = self._part(key, column, cell, text, where)
            if part not in (None, "", []):
                value[column.name] = part
        return {column.name: value[column.name] for column in self.answers[key].columns if column.name in value}

    def _part(self, key: str, column: Column, cell: Any, text: str, where: str) -> Any:
        if column.shape is Shape.TEXTS:
            return [line.strip() for p in cell.iter(qn("w:p")) if (line := text_of(p)).strip()]
        if column.shape is not Shape.CHOICE:
            return self._typed(key, column.shape, text, where)
        value = value_of_label(text, column.options)
        if (key, column.name) == ("sdgs", "goal"):
            return self._goal(value or text, where)
        if (key, column.name) == ("awards", "award"):
            return value or text  # a record may call an award by any of its names
        if value is None:
            self._problem(key, where, _("“%(text)s” is not in the list.") % {"text": _short(text)})
        return value

    def _goal(self, text: str, where: str) -> int | None:
        """The number of a goal, also from “SDG 11”."""
        digits = re.findall(r"\d+", text)
        if len(digits) == 1 and 1 <= int(digits[0]) <= 17:
            return int(digits[0])
        self._problem("sdgs", where, _("“%(text)s” is not a goal from 1 to 17.") % {"text": _short(text)})
        return None


def _cells(row: Any) -> Iterator[tuple[int, Any]]:
    """Cells with the column they begin in."""
    place = 0
    for cell in _own_children(row, "w:tc"):
        yield place, cell
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        place += int(span.get(qn("w:val"))) if span is not None else 1


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
