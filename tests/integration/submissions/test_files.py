from io import BytesIO
from pathlib import PurePosixPath

import pytest
from django.contrib.auth.models import Group
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import Collection

from practices.models import CreditedImage
from practices.submissions.files.storing import (
    FileNotDescribed,
    add_document,
    add_picture,
    open_document,
    release_files,
    submissions_collection,
)
from practices.submissions.files.uploads import UploadRefused
from practices.vocabulary import labels
from tests.factories import PersonFactory, PracticeFactory
from tests.factories.uploads import pdf, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(library):
    return PracticeFactory(live=False)


@pytest.fixture
def person(db):
    return PersonFactory()


def with_picture(draft, person, **changes):
    given = {"credit": "Ana Ruiz", "license": "cc-by-4.0", "alt_text": "A street without cars", "caption": "Sunday"}
    return add_picture(entry=draft, upload=upload(picture(), "My street.jpg"), by=person, **{**given, **changes})


def with_document(draft, person, **changes):
    given = {"kind": "by-law", "title": "By-law 12 of 2019", "upload": upload(pdf(), "By-law.pdf")}
    return add_document(entry=draft, by=person, **{**given, **changes})


@pytest.fixture
def kind(db):
    return next(iter(labels.term_labels("document_kind", "en")))


def saved(draft, person):
    """The draft as it is read again from its revision."""
    return draft.save_revision(user=person).as_object()


def test_a_picture_comes_to_the_draft_with_its_rights_and_words(draft, person):
    image = with_picture(draft, person)
    block = saved(draft, person).pictures[0]
    assert block.value["image"] == image
    assert block.value["caption"] == "Sunday"
    stored = CreditedImage.objects.get(pk=image.pk)
    assert (stored.credit, stored.license, stored.alt_text) == ("Ana Ruiz", "cc-by-4.0", "A street without cars")
    assert stored.uploaded_by_user == person
    assert (stored.width, stored.height) == (40, 30)


def test_a_document_comes_to_the_draft(draft, person, kind):
    document = with_document(draft, person, kind=kind)
    block = saved(draft, person).documents[0]
    assert (block.value["document"], block.value["kind"]) == (document, kind)
    assert get_document_model().objects.get(pk=document.pk).file_size == len(pdf())


@pytest.mark.parametrize("lacking", ["credit", "license", "alt_text"])
def test_a_picture_without_rights_or_alt_text_is_refused_and_nothing_is_stored(draft, person, lacking):
    with pytest.raises(FileNotDescribed) as refusal:
        with_picture(draft, person, **{lacking: "  "})
    assert refusal.value.code == lacking
    assert not CreditedImage.objects.exists()
    assert len(draft.pictures) == 0


def test_a_document_needs_a_title_and_a_kind_of_the_list(draft, person, kind):
    with pytest.raises(FileNotDescribed):
        with_document(draft, person, kind=kind, title="")
    with pytest.raises(UploadRefused) as refusal:
        with_document(draft, person, kind="nonsense")
    assert refusal.value.code == "unknown_kind"


def test_a_licence_that_nobody_knows_is_refused(draft, person):
    with pytest.raises(UploadRefused) as refusal:
        with_picture(draft, person, license="mine")
    assert refusal.value.code == "unknown_license"


def test_a_refused_file_leaves_the_draft_as_it_was(draft, person):
    with pytest.raises(UploadRefused):
        add_picture(
            entry=draft, upload=upload(b"<svg/>", "a.jpg"), credit="A", license="cc-by-4.0", alt_text="B", by=person
        )
    assert len(draft.pictures) == 0
    assert not CreditedImage.objects.exists()


def test_at_most_six_pictures_and_twenty_documents(draft, person, kind):
    for _n in range(6):
        with_picture(draft, person)
    for _n in range(20):
        with_document(draft, person, kind=kind)
    for one_more in (lambda: with_picture(draft, person), lambda: with_document(draft, person, kind=kind)):
        with pytest.raises(UploadRefused) as refusal:
            one_more()
        assert refusal.value.code == "too_many"
    assert (len(draft.pictures), len(draft.documents)) == (6, 20)


def test_nobody_can_guess_where_a_file_is(draft, person, kind):
    names = [
        PurePosixPath(with_document(draft, person, kind=kind).file.name),
        PurePosixPath(with_picture(draft, person).file.name),
    ]
    for name, readable in zip(names, ("by-law-", "my-street-"), strict=True):
        assert name.name.startswith(readable)
        assert len(name.stem) >= len(readable) + 20


def test_long_and_odd_names_fit(draft, person, kind):
    document = with_document(draft, person, kind=kind, upload=upload(pdf(), "é" * 100 + "東京.pdf"))
    assert len(document.file.name) <= 100
    assert document.file.name.endswith(".pdf")


def test_the_public_people_of_other_cities_and_editors_cannot_open_a_drafts_document_by_its_address(
    draft, person, kind, client, admin
):
    address = with_document(draft, person, kind=kind).url
    assert client.get(address).status_code == 302
    for somebody in (PersonFactory(), PersonFactory(groups=[Group.objects.order_by("pk").first().name])):
        client.force_login(somebody)
        assert client.get(address).status_code == 302
    client.force_login(admin)
    assert client.get(address).status_code == 200


def test_the_collection_stays_closed_when_it_is_made_twice(db):
    assert submissions_collection() == submissions_collection()
    assert Collection.objects.filter(name="Submissions").count() == 1
    assert submissions_collection().get_view_restrictions().count() == 1


def test_a_collection_that_somebody_opened_is_closed_again(db):
    submissions_collection().view_restrictions.all().delete()
    assert submissions_collection().get_view_restrictions().count() == 1


def test_publication_opens_what_the_published_entry_shows_and_nothing_else(draft, person, kind, client):
    shown = with_document(draft, person, kind=kind)
    image = with_picture(draft, person)
    published = saved(draft, person)
    newer = with_document(draft, person, kind=kind)
    assert release_files(entry=published) == 2
    answer = client.get(shown.url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    image.refresh_from_db()
    assert image.collection == Collection.get_first_root_node()
    assert client.get(newer.url).status_code == 302


def test_releasing_twice_changes_nothing_more(draft, person):
    with_picture(draft, person)
    assert release_files(entry=draft) == 1
    assert release_files(entry=draft) == 0


def test_files_that_editors_keep_closed_stay_closed(draft, person, kind):
    document = with_document(draft, person, kind=kind)
    document.collection = Collection.get_first_root_node().add_child(name="Board only")
    document.save()
    release_files(entry=draft)
    document.refresh_from_db()
    assert document.collection.name == "Board only"


def test_a_document_is_handed_out_to_be_saved_and_never_to_be_shown(draft, person, kind):
    answer = open_document(with_document(draft, person, kind=kind))
    assert b"".join(answer.streaming_content) == pdf()
    assert answer["Content-Disposition"] == 'attachment; filename="by-law-12-of-2019.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert "no-store" in answer["Cache-Control"]


def test_a_full_disk_is_said_and_the_draft_keeps_what_it_had(draft, person, kind, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(UploadRefused) as refusal:
        with_document(draft, person, kind=kind)
    assert refusal.value.code == "not_stored"
    assert len(draft.documents) == 0


def test_a_picture_with_a_position_is_stored_without_it(draft, person):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 29.0)
    image = add_picture(
        entry=draft,
        upload=upload(picture("JPEG", exif=exif), "a.jpg"),
        credit="A",
        license="cc-by-4.0",
        alt_text="B",
        by=person,
    )
    with image.file.open("rb") as stored:
        assert not Image.open(BytesIO(stored.read())).getexif()
