"""Two texts compared word by word: pure functions, exact to the last space."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+")
AT_ONCE = 3000
"""Words, spaces and signs that are compared at once: the time grows with their square."""
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that is the same in both, was added, or was removed."""

    kind: str
    text: str


def compare(before: str, after: str) -> list[Part]:
    """The parts that lead from one text to the other, in their order, removed before added.

    What is same or removed gives `before` when it is joined, what is same or added gives `after`. Long texts are
    compared by sentences first; a stretch that is still long and changed throughout is shown as replaced.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if max(len(old), len(new)) <= AT_ONCE:
        return _parts(old, new)
    parts: list[Part] = []
    for part_of_old, part_of_new, same in _stretches(SENTENCE.findall(before), SENTENCE.findall(after), many=True):
        words = TOKEN.findall(part_of_old), TOKEN.findall(part_of_new)
        if not same and max(map(len, words)) <= AT_ONCE:
            parts += _parts(*words)
        else:
            parts += _part(part_of_old, part_of_new, same)
    return parts


def _parts(old: Sequence[str], new: Sequence[str]) -> list[Part]:
    return [part for stretch in _stretches(old, new) for part in _part(*stretch)]


def _stretches(old: Sequence[str], new: Sequence[str], *, many: bool = False) -> Iterator[tuple[str, str, bool]]:
    """Stretches of both texts beside each other, and whether they are the same; of `many`, what recurs is no anchor."""
    # White space anchors nothing: it is everywhere, and two texts that share only that share nothing.
    for action, a, b, c, d in SequenceMatcher(str.isspace, old, new, autojunk=many).get_opcodes():
        yield "".join(old[a:b]), "".join(new[c:d]), action == "equal"


def _part(old: str, new: str, same: bool) -> list[Part]:
    if same:
        return [Part(SAME, old)]
    return [part for part in (Part(REMOVED, old), Part(ADDED, new)) if part.text]


def before(parts: Iterable[Part]) -> str:
    """The text that the parts came from."""
    return "".join(part.text for part in parts if part.kind != ADDED)


def after(parts: Iterable[Part]) -> str:
    """The text that the parts lead to."""
    return "".join(part.text for part in parts if part.kind != REMOVED)
