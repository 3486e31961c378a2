"""Looks into office documents, which are ZIP files of XML: whole, open to everybody, nothing in them that runs."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from practices.submissions.files.refusals import refused

MOST_MEMBERS = 3_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_XML = 30 * 1024 * 1024
"""Bytes of one XML part that is read here; the text of a long book has five million."""
STEEPEST = 200
"""How many times larger than the file its parts may be together; office XML stays below 50."""
SMALL = 5 * 1024 * 1024
"""Parts that are no larger than this together are never a bomb."""
CHUNK = 1024 * 1024
ENCRYPTED_FLAG = 0x1
READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)

MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
ACTIVE_TYPES = re.compile(r"macroEnabled|vbaProject|ms-office\.activeX|oleObject|ms-excel\.(?:macro|intlmacro)sheet")
ACTIVE_MEMBERS = re.compile(
    r"(?:^|/)(?:vbaProject|vbaData|activeX|customUI|macrosheets|dialogsheets|ctrlProps/.*\.bin)|oleObject[^/]*$", re.I
)
EMBEDDED = re.compile(r"/embeddings/", re.I)
OFFICE_FILE = re.compile(r"\.(?:docx|xlsx|pptx)$", re.I)
OPENED_BY_CLICK = "/hyperlink"
"""The only link to the outside that nothing follows by itself."""
SCRIPT_ADDRESS = re.compile(r"^\s*(?:javascript|vbscript|data|macro|vnd\.sun\.star\.script)\s*:", re.I)
FETCHING_FIELDS = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b")
SCRIPT_SPACES = ("urn:oasis:names:tc:opendocument:xmlns:script:1.0", "http://openoffice.org/2000/script")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF_ACTIVE = frozenset({"dde-source", "dde-connection-decl", "applet", "plugin", "floating-frame", "object-ole"})
ODF_SHOWN = frozenset({"image", "object", "section-source", "fill-image", "table-source", "cell-range-source"})
"""Elements whose link is followed when the document is opened."""
OUTSIDE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]+:|//|\\\\)", re.I)
ODF_SCRIPTS = re.compile(r"^(?:Basic|Scripts|Dialogs)/.*[^/]$")


class Package:
    """A ZIP file whose size, names and checksums were looked at before anything in it was used.

    Raises UploadRefused: broken, password, unpacks_too_big.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except READ_ERRORS as error:
            raise refused("broken") from error
        members = self._zip.infolist()
        unpacked = sum(member.file_size for member in members)
        steep = unpacked > SMALL and unpacked > STEEPEST * len(content)
        if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or steep:
            raise refused("unpacks_too_big")
        if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
            raise refused("password")
        self.names = [member.filename for member in members]
        unsafe = any("\\" in name or name.startswith("/") or ".." in name.split("/") for name in self.names)
        if unsafe or len(set(map(str.lower, self.names))) != len(self.names):
            raise refused("broken")
        for member in members:
            self._read_through(member)

    def _read_through(self, member: zipfile.ZipInfo) -> None:
        """Every byte once, so that lengths and checksums are true."""
        try:
            with self._zip.open(member) as part:
                while part.read(CHUNK):
                    pass
        except READ_ERRORS as error:
            raise refused("broken") from error

    def read(self, name: str) -> bytes:
        """The bytes of one part; empty when it is not there."""
        return self._zip.read(name) if name in self.names else b""

    def xml(self, name: str) -> etree._Element:
        """One part as XML, without entities and without the network. Raises UploadRefused."""
        text = self.read(name)
        if len(text) > MOST_XML:
            raise refused("unpacks_too_big")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
        try:
            root = etree.fromstring(text, parser)  # noqa: S320  the parser above neither expands nor fetches
        except (etree.XMLSyntaxError, ValueError) as error:
            raise refused("broken") from error
        if root.getroottree().docinfo.doctype:
            raise refused("active_content")
        return root

    @cached_property
    def content_types(self) -> dict[str, str]:
        """Name of a part → its type, as an OOXML file declares them."""
        found = self.xml("[Content_Types].xml")
        return {
            (each.get("PartName") or f"*.{each.get('Extension')}"): each.get("ContentType") or ""
            for each in found.iter("{*}Override", "{*}Default")
        }

    @property
    def kind(self) -> str:
        """docx, xlsx, pptx, odt, ods, or empty for anything else."""
        if "[Content_Types].xml" in self.names:
            return next((MAIN_PARTS[each] for each in self.content_types.values() if each in MAIN_PARTS), "")
        return OPEN_DOCUMENTS.get(self.read("mimetype").strip(), "")


def inspect_package(content: bytes) -> str:
    """Pass a harmless office document and say its kind, which is also its extension.

    Raises UploadRefused: wrong_kind, broken, password, active_content, unpacks_too_big.
    """
    return _inspect(content, nested=False)


def _inspect(content: bytes, *, nested: bool) -> str:
    package = Package(content)
    if "[Content_Types].xml" in package.names:
        if any(ACTIVE_TYPES.search(each) for each in package.content_types.values()):
            raise refused("active_content")
        if package.kind:
            _inspect_ooxml(package, nested=nested)
    elif package.kind:
        _inspect_odf(package)
    if not package.kind:
        raise refused("not_a_document")
    return package.kind


def _inspect_ooxml(package: Package, *, nested: bool) -> None:
    for name in package.names:
        if ACTIVE_MEMBERS.search(name):
            raise refused("active_content")
        if EMBEDDED.search(name) and not name.endswith("/"):
            if nested or not OFFICE_FILE.search(name):
                raise refused("active_content")
            _inspect(package.read(name), nested=True)  # the table behind a chart
        if name.endswith(".rels") and any(_acts(link) for link in package.xml(name).iter("{*}Relationship")):
            raise refused("active_content")
        if name.startswith("word/") and name.endswith(".xml") and _has_fetching_field(package.xml(name)):
            raise refused("active_content")


def _acts(link: etree._Element) -> bool:
    """Whether a link is followed without a click, or runs when clicked."""
    outside = link.get("TargetMode", "").lower() == "external"
    by_click = link.get("Type", "").endswith(OPENED_BY_CLICK)
    return (outside and not by_click) or bool(SCRIPT_ADDRESS.match(link.get("Target", "")))


def _instructions(root: etree._Element) -> Iterator[str]:
    yield "".join(part.text or "" for part in root.iter(f"{W}instrText"))
    for field in root.iter(f"{W}fldSimple"):
        yield field.get(f"{W}instr", "")


def _has_fetching_field(root: etree._Element) -> bool:
    return any(FETCHING_FIELDS.search(text) for text in _instructions(root))


def _inspect_odf(package: Package) -> None:
    if any(ODF_SCRIPTS.match(name) for name in package.names):
        raise refused("active_content")
    manifest = package.xml("META-INF/manifest.xml")
    if next(manifest.iter("{*}encryption-data"), None) is not None:
        raise refused("password")
    for entry in manifest.iter("{*}file-entry"):
        kind = next((value for name, value in entry.items() if name.endswith("media-type")), "")
        if "oleobject" in kind or "script" in kind:
            raise refused("active_content")
    for name in package.names:
        if name.rpartition("/")[2] in {"content.xml", "styles.xml"} and _odf_acts(package.xml(name)):
            raise refused("active_content")


def _odf_acts(root: etree._Element) -> bool:
    """Whether a part has scripts, programs, or links that are followed without a click."""
    for element in root.iter("{*}*"):
        name = etree.QName(element)
        if name.namespace in SCRIPT_SPACES or name.localname in ODF_ACTIVE:
            return True
        target = next((value for key, value in element.items() if key.endswith("}href")), "")
        if SCRIPT_ADDRESS.match(target) or (name.localname in ODF_SHOWN and OUTSIDE.match(target)):
            return True
    return False
