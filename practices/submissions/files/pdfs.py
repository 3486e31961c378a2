"""Looks into a PDF: whole, open to everybody, and nothing in it that runs."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NullObject

from practices.submissions.files.refusals import refused

MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes that all object streams of one file may unpack to."""
MOST_OBJECT_STREAMS = 20_000
ABOUT = 4096
"""Bytes in which the name of an object stream, what is said about it, and its beginning stand together."""
END_WITHIN = 2048
"""A whole file says %%EOF in its last bytes."""
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
RUNS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData|SubmitForm|GoToE|XFA)(?![A-Za-z0-9])")
"""Names of what runs, sends, or carries other files. Each action must spell its name, so no short names are needed."""
RUNS_IN_TEXT = re.compile(rb"/JS(?![A-Za-z0-9])")
"""So short that it also occurs by chance in pictures; looked for where there is only text."""
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
LIKE_OBJECT_STREAM = re.compile(rb"/(?:O|#4[Ff])[^\s\x00/<>\[\](){}%]{5,17}")
OBJECT_STREAM = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
BODY = re.compile(rb"stream\r?\n")
PLAIN_FILTER = re.compile(rb"/Filter\s*\[?\s*/FlateDecode\s*(?:\]|/|>|$)")


def _unescaped(text: bytes) -> bytes:
    """Names as they are read: `/J#61vaScript` is `/JavaScript`."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _object_streams(content: bytes) -> Iterator[bytes]:
    """The text of every compressed object stream, found by its name and not by the index, which may lie.

    Raises UploadRefused for one that cannot be read here: what cannot be read cannot be called harmless.
    """
    left = MOST_UNPACKED
    names = (name for name in LIKE_OBJECT_STREAM.finditer(content) if OBJECT_STREAM.fullmatch(_unescaped(name[0])))
    for n, name in enumerate(names):
        if n >= MOST_OBJECT_STREAMS:
            raise refused("unpacks_too_big")
        start = content.rfind(b"obj", max(0, name.start() - ABOUT), name.start())
        body = BODY.search(content, name.end(), name.end() + ABOUT)
        end = content.find(b"endstream", body.end()) if body else -1
        if start < 0 or body is None or end < 0:
            raise refused("broken")
        about = _unescaped(content[start : body.start()])
        if b"/Filter" not in about:
            continue  # plain text: seen with the rest of the file
        if b"/DecodeParms" in about or not PLAIN_FILTER.search(about):
            raise refused("active_content")
        text = _inflated(content[body.end() : end], left)
        left -= len(text)
        yield text


def _inflated(packed: bytes, most: int) -> bytes:
    """The text of a stream. Raises UploadRefused: broken, unpacks_too_big."""
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(packed, most + 1)
    except zlib.error as error:
        raise refused("broken") from error
    if len(text) > most:
        raise refused("unpacks_too_big")
    if not unpack.eof or unpack.unused_data.strip():  # it goes on where this does not look
        raise refused("broken")
    return text


def _acts_on_opening(reader: PdfReader) -> bool:
    """Whether opening the file does more than go to a page."""
    action = reader.root_object.get("/OpenAction")
    action = action.get_object() if action is not None else None
    if action is None or isinstance(action, NullObject | list):
        return False
    return not (isinstance(action, DictionaryObject) and action.get("/S") == "/GoTo")


def inspect_pdf(content: bytes) -> None:
    """Pass a harmless PDF. Raises UploadRefused: broken, password, active_content, unpacks_too_big."""
    if b"%%EOF" not in content[-END_WITHIN:]:
        raise refused("broken")
    plain = _unescaped(content)
    if LOCKED.search(plain):
        raise refused("password")
    if RUNS.search(plain):
        raise refused("active_content")
    for text in map(_unescaped, _object_streams(content)):
        if RUNS.search(text) or RUNS_IN_TEXT.search(text):
            raise refused("active_content")
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        pages, acts = len(reader.pages), _acts_on_opening(reader)
    except Exception as error:  # a broken file can raise anything in a parser
        raise refused("broken") from error
    if pages < 1:
        raise refused("broken")
    if acts:
        raise refused("active_content")
