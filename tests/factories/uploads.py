"""Files as people send them, made on the spot."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image
from pypdf import PdfWriter


def upload(content: bytes, name: str = "file.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(image_format: str = "JPEG", size=(40, 30), mode: str = "RGB", **options) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, image_format, **options)
    return made.getvalue()


def pdf(change=lambda writer: None, pages: int = 1) -> bytes:
    """A PDF; `change` may put something into it."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def packed(parts: dict[str, bytes | str]) -> bytes:
    """A ZIP file of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def repacked(package: bytes, changed: dict[str, bytes | str]) -> bytes:
    """The package with these parts put in or put in place of others."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed({**parts, **changed})


def odt(content: str = "", manifest: str = "", **parts: str) -> bytes:
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f"<manifest:manifest {space}>{manifest}</manifest:manifest>",
            "content.xml": f"<office:document-content {office}>{content}</office:document-content>",
            **parts,
        }
    )
