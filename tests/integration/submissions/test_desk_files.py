import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from practices.models import CreditedImage, EntryPage
from practices.review.models import Submission
from practices.review.services import writing
from practices.review.stages import Stage
from practices.submissions.files.storing import COLLECTION
from practices.submissions.word import write_docx
from tests.factories import PracticeFactory, city
from tests.factories import review as make

pytestmark = pytest.mark.django_db
WORDS = {
    "picture-alt_text": "A street",
    "picture-credit": "The city",
    "picture-license": "cc-by-4.0",
    "picture-caption": "",
}


@pytest.fixture
def writer(client, library):
    person = make.member()
    client.force_login(person)
    return person


@pytest.fixture
def submission(writer):
    return make.submission_in(Stage.WRITING, by=writer)


def jpeg(name="street.jpg", size=(640, 480)):
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def files_of(submission):
    return reverse("desk_files", args=[submission.pk])


def add_picture(client, submission, file=None, **words):
    return client.post(files_of(submission), {**WORDS, **words, "do": "picture", "picture-file": file or jpeg()})


def pictures(submission):
    return [block.value["image"] for block in writing.draft_of(Submission.objects.get(pk=submission.pk)).pictures]


class TestPictures:
    def test_a_picture_is_stored_with_its_words(self, client, submission):
        assert add_picture(client, submission).status_code == 302
        (image,) = pictures(submission)
        assert (image.alt_text, image.credit, image.license) == ("A street", "The city", "cc-by-4.0")
        assert image.collection.name == COLLECTION
        assert "A street" in client.get(files_of(submission)).content.decode()

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            (SimpleUploadedFile("empty.jpg", b""), "The file is empty"),
            (SimpleUploadedFile("page.jpg", b"<html><script>alert(1)</script>"), "not a picture that we can take"),
            ("", "No file was chosen"),
        ],
    )
    def test_a_refused_file_says_why_and_the_words_stay(self, client, submission, file, words):
        sent = {**WORDS, "picture-caption": "Sunday", "do": "picture", "picture-file": file}
        response = client.post(files_of(submission), sent)
        html = response.content.decode()
        assert response.status_code == 422
        assert words in html
        assert 'value="Sunday"' in html
        assert pictures(submission) == []

    @pytest.mark.parametrize("name", ["alt_text", "credit", "license"])
    def test_alt_text_and_rights_are_needed(self, client, submission, name):
        assert add_picture(client, submission, **{f"picture-{name}": ""}).status_code == 422
        assert not CreditedImage.objects.exists()

    def test_words_are_changed_order_too_and_pictures_taken_out(self, client, submission):
        add_picture(client, submission)
        add_picture(client, submission, **{"picture-alt_text": "A square"})
        first, second = pictures(submission)
        described = {"alt_text": "A green square", "credit": "Ada", "license": "cc-by-4.0", "caption": "Noon"}
        words = {f"words-{second.pk}-{name}": text for name, text in described.items()}
        client.post(files_of(submission), {**words, "do": f"words:{second.pk}"})
        client.post(files_of(submission), {"do": f"up:{second.pk}"})
        assert [image.alt_text for image in pictures(submission)] == ["A green square", "A street"]
        assert writing.draft_of(Submission.objects.get(pk=submission.pk)).pictures[0].value["caption"] == "Noon"
        client.post(files_of(submission), {"do": f"remove-picture:{first.pk}"})
        assert pictures(submission) == [second]

    def test_what_readers_see_already_is_not_described_anew(self, client, writer):
        published = make.submission_in(Stage.PUBLISHED, by=writer)
        client.post(reverse("desk_start", args=[published.entry.slug, "update"]))
        update = Submission.objects.get(kind="update")
        image = pictures(update)[0]
        sent = {f"words-{image.pk}-alt_text": "Something else", f"words-{image.pk}-caption": "New"}
        client.post(files_of(update), {**sent, "do": f"words:{image.pk}"})
        image.refresh_from_db()
        assert image.alt_text == "A street without cars"
        assert writing.draft_of(Submission.objects.get(pk=update.pk)).pictures[0].value["caption"] == "New"

    def test_only_those_who_may_read_the_draft_open_its_picture(self, client, submission):
        add_picture(client, submission)
        address = reverse("desk_file", args=[submission.pk, pictures(submission)[0].pk])
        for size in ("", "?size=small"):
            response = client.get(address + size)
            assert response["Content-Type"] == "image/jpeg"
            assert Image.open(io.BytesIO(b"".join(response.streaming_content))).size[0] <= 640
        client.force_login(make.editor())
        assert client.get(address).status_code == 200
        client.force_login(make.member("lima"))
        assert client.get(address).status_code == 404
        client.logout()
        assert client.get(address).status_code == 302

    def test_a_file_of_another_draft_is_not_opened_through_this_one(self, client, submission, writer):
        other = make.submission_in(Stage.WRITING, by=writer)
        add_picture(client, other)
        address = reverse("desk_file", args=[submission.pk, pictures(other)[0].pk])
        assert client.get(address).status_code == 404

    def test_nobody_adds_a_picture_while_it_is_reviewed(self, client, writer):
        submission = make.submission_in(Stage.IN_REVIEW, by=writer)
        assert add_picture(client, submission).status_code == 409


class TestDocuments:
    def add(self, client, submission):
        text = SimpleUploadedFile("decree.txt", b"Article 1. Streets are open on Sundays.")
        sent = {"document-file": text, "document-title": "Decree 12", "document-kind": "by-law", "do": "document"}
        return client.post(files_of(submission), sent)

    def documents(self, submission):
        text = writing.draft_of(Submission.objects.get(pk=submission.pk))
        return [block.value["document"] for block in text.documents]

    def test_a_document_is_stored_opened_by_readers_of_the_draft_and_taken_out(self, client, submission):
        assert self.add(client, submission).status_code == 302
        (document,) = self.documents(submission)
        address = reverse("desk_document", args=[submission.pk, document.pk])
        opened = client.get(address)
        assert opened["Content-Disposition"].startswith("attachment")
        assert b"Article 1" in b"".join(opened.streaming_content)
        client.force_login(make.member("lima"))
        assert client.get(address).status_code == 404
        client.force_login(submission.created_by)
        client.post(files_of(submission), {"do": f"remove-document:{document.pk}"})
        assert self.documents(submission) == []

    def test_files_become_public_with_the_publication(self, client, submission, writer):
        make.write_everything(submission, writer)
        add_picture(client, submission)
        self.add(client, submission)
        submission.refresh_from_db()
        make.sending.submit(submission=submission, by=writer)
        submission = make.sending.confirm_mandate(submission=submission, by=make.lead())
        submission = make.screening.pass_screening(submission=submission, by=make.editor())
        submission = make.decide(submission, "accept")
        closed = [*pictures(submission)[1:], *self.documents(submission)]
        assert {file.collection.name for file in closed} == {COLLECTION}
        make.publish(submission)
        for file in closed:
            file.refresh_from_db()
        assert {file.collection for file in closed} == {Collection.get_first_root_node()}


class TestTakingIn:
    def report(self, client, submission, record):
        file = SimpleUploadedFile("entry.json", json.dumps(record).encode())
        response = client.post(reverse("desk_upload", args=[submission.pk]), {"file": file})
        return response, response.content.decode()

    def carried(self, html):
        return html.split('name="carried" value="')[1].split('"')[0]

    def test_a_file_is_reported_before_anything_is_written(self, client, submission):
        record = {"problem": "Too many cars.", "start_year": "long ago", "colour": "blue"}
        response, html = self.report(client, submission, record)
        assert response.status_code == 200
        assert "1 answer would be taken" in html
        assert "2 things would be left out" in html
        assert writing.draft_of(submission).problem == ""
        client.post(reverse("desk_upload", args=[submission.pk]), {"carried": self.carried(html)})
        assert writing.draft_of(Submission.objects.get(pk=submission.pk)).problem == "Too many cars."

    def test_open_forms_of_colleagues_are_old_after_a_file_was_taken(self, client, submission):
        opened_at = writing.topic_version(submission, "why")
        _response, html = self.report(client, submission, {"problem": "Too many cars."})
        client.post(reverse("desk_upload", args=[submission.pk]), {"carried": self.carried(html)})
        assert writing.topic_version(Submission.objects.get(pk=submission.pk), "why") != opened_at

    def test_the_word_form_comes_back(self, client, submission):
        record = {"problem": "Streets were full of cars.", "objectives": "Ten hours a week."}
        data = write_docx(record=record, kind="practice", language="fr")
        sent = {"file": SimpleUploadedFile("formulaire.docx", data)}
        html = client.post(reverse("desk_upload", args=[submission.pk]), sent).content.decode()
        client.post(reverse("desk_upload", args=[submission.pk]), {"carried": self.carried(html)})
        draft = writing.draft_of(Submission.objects.get(pk=submission.pk))
        assert (draft.problem, draft.objectives) == ("Streets were full of cars.", "Ten hours a week.")

    @pytest.mark.parametrize("content", [b"", b"{", b"PK\x03\x04 not really", b"[1, 2]"])
    def test_what_is_no_such_file_is_refused_in_words(self, client, submission, content):
        sent = {"file": SimpleUploadedFile("entry.json", content)}
        response = client.post(reverse("desk_upload", args=[submission.pk]), sent)
        assert response.status_code == 422
        assert 'class="error"' in response.content.decode()

    def test_a_changed_report_is_not_applied(self, client, submission):
        client.post(reverse("desk_upload", args=[submission.pk]), {"carried": "nonsense"})
        assert writing.draft_of(Submission.objects.get(pk=submission.pk)).problem == ""

    def test_it_begins_with_an_earlier_text_of_the_city_after_a_question(self, client, submission):
        earlier = PracticeFactory(slug="earlier", problem="As told before.", themes=["housing"])
        address = reverse("desk_upload", args=[submission.pk])
        html = client.post(address, {"earlier": f"entry:{earlier.pk}"}).content.decode()
        assert "is replaced by that of the earlier text" in html
        assert writing.draft_of(submission).problem == ""
        client.post(address, {"earlier": f"entry:{earlier.pk}", "sure": "yes"})
        draft = writing.draft_of(Submission.objects.get(pk=submission.pk))
        assert (draft.problem, draft.title) == ("As told before.", "Car-free Sundays")
        assert [link.theme.slug for link in draft.theme_links.all()] == ["housing"]

    def test_no_text_of_another_city_is_taken(self, client, submission):
        public = PracticeFactory(slug="elsewhere", city=city("lima"))
        draft = make.submission_in(Stage.WRITING, by=make.member("lima"))
        for earlier in (f"entry:{public.pk}", f"draft:{draft.pk}"):
            sent = {"earlier": earlier, "sure": "yes"}
            assert client.post(reverse("desk_upload", args=[submission.pk]), sent).status_code == 404
        with pytest.raises(writing.NotAllowed):
            writing.begin_with(submission=submission, earlier=draft, by=submission.created_by)


class TestDownloading:
    def test_ones_own_text_comes_as_json_and_as_word(self, client, writer):
        submission = make.submission_in(Stage.SUBMITTED, by=writer)
        as_json = client.get(reverse("desk_download", args=[submission.pk, "json"]))
        assert json.loads(as_json.content)["problem"] == "Streets were for cars."
        assert submission.reference in as_json["Content-Disposition"]
        as_word = client.get(reverse("desk_download", args=[submission.pk, "docx"]))
        assert as_word.content.startswith(b"PK")

    def test_nothing_else_and_nobody_else(self, client, submission):
        assert client.get(reverse("desk_download", args=[submission.pk, "exe"])).status_code == 404
        client.force_login(make.member("lima"))
        assert client.get(reverse("desk_download", args=[submission.pk, "json"])).status_code == 404


def test_computed_values_of_a_draft_are_those_of_its_text(client, submission, writer):
    assert writing.draft_of(submission).evidence_level == "described"
    submission = make.write_everything(submission, writer)
    assert writing.draft_of(submission).evidence_level == "monitored"
    assert EntryPage.objects.get(pk=submission.entry_id).evidence_level == "described"
