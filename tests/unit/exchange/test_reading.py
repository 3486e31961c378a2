import json

import pytest

from practices.exchange import reading
from practices.exchange.errors import FileUnusable
from practices.exchange.reading import read_rows


def write(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.json", b"", "empty"),
        ("a.json", b"[]", "no records"),
        ("a.json", '[{"id": "caf\u00e9"}]'.encode("latin-1"), "UTF-8"),
        ("a.json", b'[{"id": "a"}, {"id": ', "cut off"),
        ("a.jsonl", b'{"id": "a"}\n{"id": "b', "cut off"),
        ("a.csv", b"name,title\nx,y\n", "column"),
        ("a.csv", b'id,title\na,"never closed\n', "CSV"),
        ("a.xml", b"<a/>", "only"),
        ("missing.json", None, "cannot be read"),
    ],
)
def test_a_broken_file_loads_nothing_and_says_why(tmp_path, name, content, word):
    file = tmp_path / name if content is None else write(tmp_path, name, content)
    with pytest.raises(FileUnusable, match=word):
        read_rows(file)


def test_a_file_that_is_too_large_is_not_even_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(FileUnusable, match="Split it"):
        read_rows(write(tmp_path, "a.json", b'[{"id": "abcdef"}]'))


def test_deep_nesting_is_refused_not_a_crash(tmp_path):
    with pytest.raises(FileUnusable):
        read_rows(write(tmp_path, "a.json", "[" * 200_000))


def test_the_four_shapes_give_the_same_records(tmp_path):
    records = [
        {"id": "a", "title": "One", "themes": ["mobility", "housing"], "start_year": 2001},
        {"id": "b", "title": "Two"},
    ]
    as_json = write(tmp_path, "a.json", json.dumps(records))
    as_lines = write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, records)) + "\n")
    as_csv = write(tmp_path, "a.csv", "\ufeffid,title,themes,start_year\na,One,mobility; housing,2001\nb,Two,,\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    for record in records:
        write(folder, f"{record['id']}.json", json.dumps(record))
    for path in (as_json, as_lines, as_csv, folder):
        assert [row.record for row in read_rows(path)] == records


def test_a_bad_row_among_good_ones_is_named_by_number(tmp_path):
    rows = read_rows(write(tmp_path, "a.jsonl", '{"id": "a"}\nnot json\n[1]\n{"id": "d"}\n'))
    assert [bool(row.problems) for row in rows] == [False, True, True, False]
    assert rows[1].number == 2


def test_a_csv_cell_that_must_be_json_is_named_by_column(tmp_path):
    rows = read_rows(write(tmp_path, "a.csv", "id,costs,start_year\na,not json,soon\n"))
    assert {problem.field for problem in rows[0].problems} == {"costs", "start_year"}


def test_line_separators_inside_a_text_do_not_end_a_record(tmp_path):
    file = write(
        tmp_path, "a.jsonl", '{"id": "a", "title": "one\u2028two\x0bthree"}\r\n{"id": "b"}'.replace("\x0b", "\u0085")
    )
    assert [row.record["id"] for row in read_rows(file)] == ["a", "b"]
