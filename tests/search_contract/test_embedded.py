"""What only the engine on disk has to do: locks, forks, pointers, and files from another time."""

import faulthandler
import fcntl
import json
import os
import shutil
import signal
import threading
import time
from dataclasses import replace

import pytest

from search.core.engine import Drop, Put
from search.core.errors import SearchUnavailable
from search.core.query import Clause, SearchQuery, Term, TextQuery
from search.core.schema import TextField
from search.engines.embedded import EmbeddedEngine
from tests.search_contract.corpus import SCHEMA, entry


@pytest.fixture
def directory(tmp_path):
    engine = EmbeddedEngine(tmp_path / "index", SCHEMA)
    engine.create("one")
    engine.write("one", [Put(entry("a", "water"), 1)])
    engine.activate("one")
    return tmp_path / "index"


def total(engine):
    return engine.search(SearchQuery()).total


def test_before_anything_is_built_search_says_so(tmp_path):
    engine = EmbeddedEngine(tmp_path / "index", SCHEMA)
    assert engine.active() is None
    assert engine.generations() == ()
    with pytest.raises(SearchUnavailable, match="build the index"):
        total(engine)


def test_another_schema_asks_for_a_rebuild(directory):
    other = replace(SCHEMA, texts=(*SCHEMA.texts, TextField("lessons", 1.0, "")))
    with pytest.raises(SearchUnavailable, match="rebuild"):
        total(EmbeddedEngine(directory, other))
    heavier = replace(SCHEMA, texts=tuple(replace(text, weight=9.0) for text in SCHEMA.texts))
    assert total(EmbeddedEngine(directory, heavier)) == 1


def test_damaged_files_are_an_engine_that_is_down(directory):
    for file in (directory / "one" / "index").glob("*.*"):
        file.write_bytes(b"garbage")
    with pytest.raises(SearchUnavailable):
        total(EmbeddedEngine(directory, SCHEMA))


def test_a_pointer_to_nowhere_is_an_engine_that_is_down(directory):
    shutil.rmtree(directory / "one")
    with pytest.raises(SearchUnavailable, match="rebuild"):
        total(EmbeddedEngine(directory, SCHEMA))


def test_a_write_by_another_process_is_seen(directory):
    reader, writer = EmbeddedEngine(directory, SCHEMA), EmbeddedEngine(directory, SCHEMA)
    assert total(reader) == 1
    writer.write("one", [Put(entry("b", "bread"), 2)])
    assert total(reader) == 2
    writer.create("two")
    writer.activate("two")
    assert total(reader) == 0


def test_a_generation_replaced_under_the_same_name_is_seen(directory):
    reader, writer = EmbeddedEngine(directory, SCHEMA), EmbeddedEngine(directory, SCHEMA)
    assert total(reader) == 1
    writer.create("two")
    writer.activate("two")
    writer.drop("one")
    writer.create("one")
    writer.activate("one")
    assert total(reader) == 0


def test_a_child_process_opens_its_own_reader(directory):
    engine = EmbeddedEngine(directory, SCHEMA)
    assert total(engine) == 1
    read_end, write_end = os.pipe()
    stuck = (directory / "stuck").open("w")
    child = os.fork()
    if child == 0:  # no assertion here: the child must leave by _exit
        faulthandler.dump_traceback_later(20, exit=True, file=stuck)
        try:
            engine.write("one", [Put(entry("b", "bread"), 2)])
            os.write(write_end, str(total(engine)).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(write_end)
    stuck.close()
    assert (directory / "stuck").read_text() == ""
    assert os.read(read_end, 10) == b"2"
    assert total(engine) == 2


def test_a_child_keeps_no_lock_of_its_parent(directory):
    engine, child = EmbeddedEngine(directory, SCHEMA), 0
    held = directory / "one" / "index" / ".tantivy-meta.lock"
    with engine._store.locked(), held.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # as a thread of tantivy does
        child = os.fork()
        if child == 0:
            time.sleep(30)
            os._exit(0)
    try:
        assert engine.write("one", [Put(entry("b", "bread"), 2)]).written == 1
        assert total(engine) == 2
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_writers_wait_for_each_other(directory):
    engines = [EmbeddedEngine(directory, SCHEMA) for _ in range(4)]
    threads = [
        threading.Thread(target=engine.write, args=("one", [Put(entry(f"k{number}-{turn}"), 2) for turn in range(5)]))
        for number, engine in enumerate(engines)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert total(engines[0]) == 21


def test_a_writer_that_never_gets_its_turn_gives_up(directory, monkeypatch):
    monkeypatch.setattr("search.engines.embedded.store._PATIENCE", 0.05)
    engine = EmbeddedEngine(directory, SCHEMA)
    with engine._store.locked(), pytest.raises(SearchUnavailable, match="another process"):
        EmbeddedEngine(directory, SCHEMA).write("one", [Drop("a", 3)])
    assert total(engine) == 1


def test_what_a_killed_build_left_is_not_a_generation_and_is_cleaned_up(directory):
    (directory / ".new-two" / "index").mkdir(parents=True)
    engine = EmbeddedEngine(directory, SCHEMA)
    assert engine.generations() == ("one",)
    engine.create("two")
    assert engine.generations() == ("one", "two")
    assert not list(directory.glob(".new-*"))


def test_an_embedded_write_survives_a_crash_between_its_two_files(directory, monkeypatch):
    engine = EmbeddedEngine(directory, SCHEMA)
    with monkeypatch.context() as crash:
        crash.setattr("search.engines.embedded.writing._commit", lambda *_: 1 / 0)
        with pytest.raises(SearchUnavailable):
            engine.write("one", [Drop("a", 5)])
    assert total(engine) == 1
    engine.write("one", [Drop("a", 5)])  # the worker repeats what it did not hear succeed
    assert total(engine) == 0


def test_a_panic_of_tantivy_is_an_engine_that_is_down(directory, monkeypatch):
    import tantivy

    engine = EmbeddedEngine(directory, SCHEMA)

    def panic(*_args, **_kwargs):
        tantivy.Query.phrase_query(engine._store.schema, "text_title_exact", ["one"])

    monkeypatch.setattr("search.engines.embedded.engine.by_column", panic)
    with pytest.raises(SearchUnavailable):
        total(engine)


def test_a_rare_language_is_not_taken_for_endless(tmp_path):
    engine = EmbeddedEngine(tmp_path, SCHEMA)
    engine.create("one")
    many = [entry(f"en{number}", f"plain words number {number}") for number in range(60)]
    engine.write("one", [Put(document, 1) for document in [*many, entry("fr", "Des logements", language="fr")]])
    engine.activate("one")
    stemmed, exact = (
        engine.search(SearchQuery(TextQuery((Clause((Term((word,)),)),), minimum=1))).hits[0].score
        for word in ("logement", "logements")
    )
    assert stemmed == pytest.approx(exact, rel=0.35)


def test_the_directory_holds_what_it_is(directory):
    about = json.loads((directory / "one" / "generation.json").read_text())
    assert set(about) == {"created", "fingerprint"}
    assert (directory / "active").read_text() == "one"
