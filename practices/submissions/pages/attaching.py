"""Pictures and documents of a draft: shown, added, described, put in order, taken away, and opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from mimetypes import guess_type
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practices.models import EntryPage
from practices.review.errors import WrongStage
from practices.review.models import Submission
from practices.review.policy import Action
from practices.review.services import writing
from practices.review.transitions import require
from practices.submissions.files import storing as files
from practices.submissions.files.refusals import FileNotDescribed, UploadRefused
from practices.submissions.pages.access import SignedIn, desk_page, may, readable
from practices.submissions.pages.attaching_forms import CaptionForm, DocumentForm, PictureForm, PictureWords
from practices.submissions.pages.expired import wants_json

MEDIA, PROOF = "media", "proof"
"""The topics whose rows these are."""
THUMBNAIL, PAGE = "max-320x320", "max-1440x1440"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def attached(request: SignedIn, pk: int) -> HttpResponse:
    """All files of the draft; a POST does one thing to one of them. After an error the words stay in their form."""
    submission = readable(request.user, pk)
    if submission.entry is None:
        raise WrongStage(submission.stage)
    asked: dict[str, forms.Form] = {}
    if request.method == "POST":
        require(request.user, Action.WRITE, submission)
        name, _colon, number = request.POST.get("do", "").partition(":")
        if name not in STEPS:
            raise Http404
        refused = STEPS[name](request, submission, int(number) if number.isdecimal() else 0)
        if wants_json(request):
            return _for_script(refused, pk)
        if refused is None:
            return redirect("desk_files", pk=pk)
        asked[request.POST["do"]] = refused
    entry = writing.draft_of(submission)
    context = {
        "submission": submission,
        "title": entry.title,
        "pictures": [_picture(block, asked) for block in entry.pictures if block.value["image"]],
        "documents": [block for block in entry.documents if block.value["document"]],
        "picture_form": asked.get("picture") or PictureForm(prefix="picture"),
        "document_form": asked.get("document") or DocumentForm(prefix="document"),
        "wrong": next(iter(asked.values()), None),
        "can_write": may(request.user, Action.WRITE, submission),
        "most_pictures": files.MOST_PICTURES,
        "most_documents": files.MOST_DOCUMENTS,
    }
    return render(request, "submissions/files.html", context, status=422 if asked else 200)


def _for_script(refused: forms.Form | None, pk: int) -> JsonResponse:
    """Where to go on, or what is wrong with which box."""
    if refused is None:
        return JsonResponse({"url": reverse("desk_files", args=[pk])})
    problems = [
        {"anchor": refused[name].auto_id, "message": f"{refused[name].label}: {' '.join(map(str, errors))}"}
        for name, errors in refused.errors.items()
    ]
    return JsonResponse({"problems": problems}, status=422)


def _picture(block: Any, asked: dict[str, forms.Form]) -> dict[str, Any]:
    image = block.value["image"]
    return {"image": image, "caption": block.value.get("caption") or "",
            "form": asked.get(f"words:{image.pk}") or _words_form(image, block.value.get("caption") or "")}  # fmt: skip


def _words_form(image: Any, caption: str, posted: QueryDict | None = None) -> forms.Form:
    """The words of a picture; of one that readers see already only the caption, which belongs to this text."""
    known = {"alt_text": image.alt_text, "credit": image.credit, "license": image.license, "caption": caption}
    kind = PictureWords if image.collection.name == files.COLLECTION else CaptionForm
    return kind(posted, prefix=f"words-{image.pk}", initial=known)


# what can be done; each returns the form that was refused, or None


def _add(form: forms.Form, add: Callable[[EntryPage], Any], submission: Submission, by: Any, topic: str) -> Any:
    """Store a file and its row in one step; a refused file is told beside the box of the file."""
    if not form.is_valid():
        return form
    try:
        writing.save_topic(submission=submission, topic=topic, opened_at=None, change=add, by=by)
    except FileNotDescribed as error:
        form.add_error(error.code if error.code in form.fields else None, error.message)
        return form
    except UploadRefused as error:
        form.add_error("file", error.message)
        return form
    return None


def add_picture(request: SignedIn, submission: Submission, _number: int) -> forms.Form | None:
    """A new picture at the end."""
    form = PictureForm(request.POST, request.FILES, prefix="picture")

    def add(entry: EntryPage) -> None:
        words = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        files.add_picture(entry=entry, upload=form.cleaned_data["file"], by=request.user, **words)

    if (refused := _add(form, add, submission, request.user, MEDIA)) is None:
        messages.success(request, _("The picture is stored."))
    return refused


def add_document(request: SignedIn, submission: Submission, _number: int) -> forms.Form | None:
    """A new document at the end."""
    form = DocumentForm(request.POST, request.FILES, prefix="document")

    def add(entry: EntryPage) -> None:
        title, kind = form.cleaned_data["title"], form.cleaned_data["kind"]
        files.add_document(entry=entry, upload=form.cleaned_data["file"], title=title, kind=kind, by=request.user)

    if (refused := _add(form, add, submission, request.user, PROOF)) is None:
        messages.success(request, _("The document is stored."))
    return refused


def save_words(request: SignedIn, submission: Submission, number: int) -> forms.Form | None:
    """The words of one picture."""
    block = _row(writing.draft_of(submission).pictures, "image", number)
    image = block.value["image"]
    form = _words_form(image, block.value.get("caption") or "", request.POST)
    if not form.is_valid():
        return form

    def change(entry: EntryPage) -> None:
        _row(entry.pictures, "image", number).value["caption"] = form.cleaned_data["caption"]
        written = [name for name in ("alt_text", "credit", "license") if name in form.cleaned_data]
        for name in written:
            setattr(image, name, form.cleaned_data[name])
        if written:
            image.save(update_fields=written)

    writing.save_topic(submission=submission, topic=MEDIA, opened_at=None, change=change, by=request.user)
    messages.success(request, _("The words are saved."))
    return None


def move_up(request: SignedIn, submission: Submission, number: int) -> None:
    """Put a picture before the one that stands before it."""

    def change(entry: EntryPage) -> None:
        rows = [(block.block_type, block.value) for block in entry.pictures]
        at = next((n for n, (_type, value) in enumerate(rows) if value["image"].pk == number), 0)
        if at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
        entry.pictures = rows

    writing.save_topic(submission=submission, topic=MEDIA, opened_at=None, change=change, by=request.user)


def _take_away(field: str, part: str, topic: str) -> Callable[[SignedIn, Submission, int], None]:
    """A step that takes one row out of the draft. The file stays: an earlier version of the text may show it."""

    def step(request: SignedIn, submission: Submission, number: int) -> None:
        def change(entry: EntryPage) -> None:
            rows = [(block.block_type, block.value) for block in getattr(entry, field)]
            setattr(entry, field, [row for row in rows if row[1][part] is None or row[1][part].pk != number])

        writing.save_topic(submission=submission, topic=topic, opened_at=None, change=change, by=request.user)
        messages.success(request, _("It is taken out of the text."))

    return step


def _row(rows: Iterable[Any], part: str, number: int) -> Any:
    """The row of that file. Raises Http404."""
    found = next((block for block in rows if block.value[part] and block.value[part].pk == number), None)
    if found is None:
        raise Http404
    return found


STEPS: dict[str, Callable[[SignedIn, Submission, int], forms.Form | None]] = {
    "picture": add_picture,
    "document": add_document,
    "words": save_words,
    "up": move_up,
    "remove-picture": _take_away("pictures", "image", MEDIA),
    "remove-document": _take_away("documents", "document", PROOF),
}
"""The value of the button → what it does."""


# opening


@require_safe
@desk_page
def picture_file(request: SignedIn, pk: int, file: int) -> FileResponse:
    """A picture of the draft or of the text sent in, for those who may read it; `?size=small` for lists."""
    image = _row(_texts(readable(request.user, pk), "pictures"), "image", file).value["image"]
    rendition = image.get_rendition(THUMBNAIL if request.GET.get("size") == "small" else PAGE)
    response = FileResponse(rendition.file.open("rb"), content_type=guess_type(rendition.file.name)[0])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@desk_page
def document_file(request: SignedIn, pk: int, file: int) -> FileResponse:
    """A document of the draft or of the text sent in, to be saved, for those who may read it."""
    return files.open_document(
        _row(_texts(readable(request.user, pk), "documents"), "document", file).value["document"]
    )


def _texts(submission: Submission, field: str) -> list[Any]:
    """The rows of the text in work and of the text sent in. Raises Http404 for a proposal, which has no text."""
    if submission.entry is None:
        raise Http404
    texts = [writing.draft_of(submission)]
    if submission.submitted_revision_id not in (None, submission.working_revision_id):
        texts.append(writing.text_sent(submission))
    return [block for text in texts for block in getattr(text, field)]
