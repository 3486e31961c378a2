"""What the starter corpus promises, held on its files alone."""

import collections
import json
import re
from pathlib import Path

import pytest

from practices.exchange.schema import check

STARTER = Path(__file__).resolve().parents[3] / "practices" / "starter"
DATA = STARTER.parent / "vocabulary" / "data"
ENTRIES = [json.loads(path.read_text("utf8")) for path in sorted(STARTER.glob("entries/**/*.json"))]
IDS = {entry["id"] for entry in ENTRIES}
PRACTICES = [entry for entry in ENTRIES if entry["type"] != "toolkit"]
REFUSED = re.compile(
    r"\b(innovative|holistic|world-class|vibrant|game-chang\w+|cutting-edge|state-of-the-art|leverag\w+|synerg\w+"
    r"|lorem ipsum|to be completed|tbd|todo)\b",
    re.IGNORECASE,
)
OTHERS_WORDS = {"id", "source", "sources", "url"}


def texts(node, key=""):
    """Every text of ours below a node."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name not in OTHERS_WORDS:
                yield from texts(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value, key)
    elif isinstance(node, str):
        yield node


def read(name):
    return json.loads((DATA / name).read_text("utf8"))


def test_the_corpus_is_as_large_and_as_wide_as_promised():
    regions = {country["iso2"]: country["region"] for country in read("countries.json")}
    assert len(PRACTICES) >= 750
    assert len([e for e in ENTRIES if e["type"] == "toolkit"]) == 28
    assert len([e for e in ENTRIES if e["type"] == "case-study"]) >= 80
    assert len({(e["city"], e["country"]) for e in PRACTICES}) >= 620
    assert len({e["country"] for e in PRACTICES}) >= 140
    assert len({regions[e["country"]] for e in PRACTICES}) == 6
    assert len({e["themes"][0] for e in PRACTICES}) == 14
    assert {goal["goal"] for e in ENTRIES for goal in e["sdgs"]} == set(range(1, 18))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_an_entry_holds_what_the_schema_and_the_rules_ask(entry):
    assert check(entry) == []
    assert entry["source"] == "use-starter"
    for text in texts(entry):
        assert not REFUSED.search(text), text
        assert text == text.strip(), text
        assert text, "an empty text"
    numbers = {source["n"] for source in entry["sources"]}
    ours = " ".join(texts(entry))
    assert {int(n) for n in re.findall(r"\[(\d+)\]", ours)} <= numbers
    assert "[" not in entry["title"] + entry["summary"]
    links = [link["id"] for link in entry.get("related", [])]
    links += [id_ for step in entry.get("toolkit_steps", []) for id_ in step.get("examples", [])]
    assert set(links) <= IDS
    assert entry["id"] not in links


def test_no_sentence_stands_in_two_entries():
    seen = {}
    for entry in ENTRIES:
        for text in texts(entry):
            if len(text) > 40:
                for sentence in re.split(r"(?<=[.!?])\s+", text):
                    if len(sentence.split()) >= 6:
                        assert seen.setdefault(sentence.strip().lower(), entry["id"]) == entry["id"], sentence


def test_no_opening_is_worn_out():
    openings = collections.Counter(" ".join(entry["summary"].lower().split()[:4]) for entry in ENTRIES)
    opening, count = openings.most_common(1)[0]
    assert count <= 0.02 * len(ENTRIES), opening


def test_names_are_known_to_the_vocabularies():
    themes = {theme["slug"]: theme["parent"] for theme in read("themes.json")}
    terms = {kind: {term["slug"] for term in rows} for kind, rows in read("terms.json").items()}
    tags = set(json.loads((STARTER / "tags.json").read_text("utf8")))
    cities = set()
    for city in json.loads((STARTER / "cities.json").read_text("utf8")):
        names = [*city["names"].values(), *city["sheet_name"], *city["aliases"]]
        cities |= {(name, city["country"]) for name in names}
    for entry in ENTRIES:
        assert all(themes[slug] is None for slug in entry["themes"]), entry["id"]
        assert all(themes[slug] for slug in entry["topics"]), entry["id"]
        assert set(entry.get("instruments", [])) <= terms["instrument"], entry["id"]
        assert set(entry.get("target_groups", [])) <= terms["target"], entry["id"]
        assert set(entry.get("tags", [])) <= tags, entry["id"]
        for place in [entry, *entry.get("other_cities", [])]:
            if place.get("city"):
                assert (place["city"], place["country"]) in cities, (entry["id"], place["city"])


def test_no_two_tags_share_a_slug():
    from django.utils.text import slugify

    tags = json.loads((STARTER / "tags.json").read_text("utf8"))
    assert len({slugify(tag) for tag in tags}) == len(tags)
