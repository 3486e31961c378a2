"""Text as people paste it from Word, mail or a page, made plain."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

KNOWN_TAGS = (
    "a abbr article aside b big blockquote body br center cite code dd del div dl dt em font footer form h1 h2 h3 h4 h5"
    " h6 head header hr html i iframe img ins li link main mark meta nav object ol p pre q s script section small span"
    " strike strong style sub sup svg table tbody td tfoot th thead title tr u ul xml"
).split()
HTML = re.compile(rf"</?(?:{'|'.join(KNOWN_TAGS)}|[ovwm]:[a-z]+)(?:\s[^<>]*)?/?>|<!--|<!\[|<!doctype", re.IGNORECASE)
"""Markup that people paste; “a < b” and “<5 %” are not."""
UNSEEN = frozenset({"head", "style", "script", "title", "xml", "svg", "object", "iframe"})
NEVER_CLOSED = frozenset({"br", "hr", "img", "link", "meta"})
PARAGRAPHS = frozenset(
    "article aside blockquote dl footer form h1 h2 h3 h4 h5 h6 header hr main nav p pre section table ul ol".split()
)
LINES = frozenset("body center dd div dt tr".split())
LINE, PARAGRAPH, ITEM = "\x1d", "\x1e", "\x1f"
"""Marks of where markup begins a line, a paragraph, an item, until it is known which of them meet."""
NO_MARKS = dict.fromkeys(map(ord, f"{LINE}{PARAGRAPH}{ITEM}\r\f\v"), " ")
MOST_LAYERS = 6
"""How often markup that was escaped inside markup is undone."""

WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code != 0x85}
"""Characters of Windows that were read as Latin-1: an en dash as U+0096."""
QUOTES = {**dict.fromkeys(map(ord, "‘’‚‛′"), "'"), **dict.fromkeys(map(ord, "“”„‟″"), '"')}
SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
BREAKS = dict.fromkeys([0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029], "\n")
INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF]
)
"""Soft hyphens, empty spaces, marks that turn the direction of what follows."""
BULLET = re.compile(
    r"^[ \t]*(?:[•◦▪▫●○■□‣⁃∙·\uf0b7\uf0a7\uf0d8\uf0fc\uf076*–—-][ \t]+|[o§¤](?:\t| {2})[ \t]*)(?=\S)", re.MULTILINE
)
"""What Word writes before an item; what may also begin a sentence only where a gap follows."""


class _Plain(HTMLParser):
    """The text of markup: paragraphs and items as lines, everything that is not text gone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.hidden.append(tag)
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append(f"{LINE}{ITEM}")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        else:
            self._break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in UNSEEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass
        elif tag == "li":
            self.parts.append(LINE)
        else:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(re.sub(r"[ \t\n]+", " ", data.translate(NO_MARKS)))

    def _break(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self.parts.append(PARAGRAPH)
        elif tag in LINES:
            self.parts.append(LINE)

    def text(self) -> str:
        """All that was shown; boundaries that meet are one."""
        text = re.sub(rf"{ITEM}[ \n{LINE}{PARAGRAPH}]*", ITEM, "".join(self.parts))
        text = re.sub(
            rf" *[{LINE}{PARAGRAPH}][ {LINE}{PARAGRAPH}]*", lambda met: "\n\n" if PARAGRAPH in met[0] else "\n", text
        )
        return text.replace(ITEM, "- ")


def _without_markup(text: str) -> str:
    if not HTML.search(text):
        return text
    parser = _Plain()
    parser.feed(re.sub(r"<!--.*?(?:-->|$)|<!\[[^>]*\]>", "", text, flags=re.DOTALL))
    parser.close()
    return parser.text()


def _visible(text: str) -> str:
    """The text without what nobody sees, and with one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate({**BREAKS, **WINDOWS, **INVISIBLE})
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def _cleaned_once(text: str) -> str:
    text = _visible(_without_markup(_visible(text))).translate(SPACES)
    text = BULLET.sub("- ", text).replace("\t", " ")
    text = re.sub(r" {2,}", " ", unicodedata.normalize("NFC", text.translate(QUOTES)))
    lines = (line.strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_text(text: str) -> str:
    """The text without markup, curly quotes, odd spaces and invisible characters; paragraphs and items stay.

    Items become lines that begin with “- ”, blank lines stay as one. Cleaning twice changes nothing more.
    """
    text = text.encode("utf-8", "ignore").decode("utf-8")  # half a character of JSON has no place in a database
    for _layer in range(MOST_LAYERS):
        cleaned = _cleaned_once(text)
        if cleaned == text:
            break
        text = cleaned
    return text
