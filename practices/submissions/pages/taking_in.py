"""Filling a draft from a file or an earlier entry in two steps, and taking one's own text along."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practices.exchange.errors import FileUnusable, Problem
from practices.exchange.records import export
from practices.exchange.services import DEFAULT_SOURCE
from practices.models import EntryPage
from practices.querysets import public_entries
from practices.review.models import Submission
from practices.review.policy import Action
from practices.review.presenters.fields import field_label
from practices.review.services import writing
from practices.review.transitions import require
from practices.submissions.pages.access import SignedIn, desk_page, readable
from practices.submissions.pages.following import current_title
from practices.submissions.word import read_docx, write_docx
from practices.submissions.word.answers import KEYS_OF_FIELDS
from practices.submissions.word.loading import LARGEST, apply_record, record_from_json

SALT = "practices.submissions.pages.taking_in"
MOST_CARRIED = 2_000_000
"""Characters that the second step carries; Django's own limit of a form is 2.5 MB."""
FIELD_OF_KEY = {key: name for name, keys in KEYS_OF_FIELDS.items() for key in keys}
ZIP = b"PK\x03\x04"


class FileForm(forms.Form):
    """A file that was filled in off line."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("The Word form that you downloaded here, filled in; or an entry as JSON."),
        error_messages={
            "required": gettext_lazy("No file was chosen. Choose a file, then send it."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
        widget=forms.FileInput(attrs={"accept": ".docx,.json"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def take_in(request: SignedIn, pk: int) -> HttpResponse:
    """Choose a file or an earlier entry; see what would be taken; take it. Nothing is written before the last."""
    submission = readable(request.user, pk)
    require(request.user, Action.WRITE, submission)
    form = FileForm()
    if "carried" in request.POST:
        return _apply(request, submission)
    if "earlier" in request.POST:
        return _begin_with(request, submission)
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                record, unread = record_of(form.cleaned_data["file"])
                return _report(request, submission, record, unread)
            except FileUnusable as error:
                form.add_error("file", str(error))
    context = {
        "submission": submission,
        "title": current_title(submission),
        "form": form,
        "earlier": earlier_texts(submission),
    }
    return render(request, "submissions/upload.html", context, status=422 if form.errors else 200)


def record_of(upload: Any) -> tuple[dict[str, Any], list[Problem]]:
    """The record that a file holds, and what of it could not be read. Raises FileUnusable."""
    data = upload.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FileUnusable(_("The file has more than %(limit)d MB.") % {"limit": LARGEST // (1024 * 1024)})
    return read_docx(data) if data.startswith(ZIP) else (record_from_json(data), [])


def _report(request: SignedIn, submission: Submission, record: dict[str, Any], unread: list[Problem]) -> HttpResponse:
    """What would be taken and what not; the record goes along in the form, signed, so that nothing waits here."""
    entry = writing.draft_of(submission)
    before = export(entry, DEFAULT_SOURCE)
    problems = [*unread, *apply_record(entry=entry, record=record)]
    after = export(entry, DEFAULT_SOURCE)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    carried = signing.dumps(record, salt=SALT, compress=True)
    if len(carried) > MOST_CARRIED:
        raise FileUnusable(_("The file holds more text than a form can. Nothing was taken."))
    context = {
        "submission": submission,
        "title": current_title(submission),
        "taken": [{"label": label_of(key), "replaces": bool(before.get(key))} for key in keys],
        "problems": [{"label": label_of(problem.field), "reason": problem.reason} for problem in problems],
        "carried": carried,
    }
    return render(request, "submissions/upload_report.html", context)


def label_of(key: str) -> str:
    """What the part under a key of a record is called."""
    name = key.partition(".")[0]
    return field_label(FIELD_OF_KEY.get(name, name))


def _apply(request: SignedIn, submission: Submission) -> HttpResponse:
    """Write what the report promised. Doing it twice changes nothing more."""
    try:
        record = signing.loads(request.POST["carried"], salt=SALT)
    except signing.BadSignature:
        messages.error(request, _("The file did not arrive whole. Choose it again."))
        return redirect("desk_upload", pk=submission.pk)

    def change(entry: EntryPage) -> None:
        apply_record(entry=entry, record=record)

    writing.save_topic(submission=submission, topic=writing.EVERY_TOPIC, opened_at=None, change=change, by=request.user)
    messages.success(request, _("The answers of the file are in the text now. Look through the topics."))
    return redirect("desk_submission", pk=submission.pk)


def earlier_texts(submission: Submission) -> list[tuple[str, str]]:
    """Texts of the same city to begin with: a value for the form, and the title."""
    entries = public_entries().filter(city=submission.city_id).exclude(pk=submission.entry_id).order_by("title")
    own = Submission.objects.filter(city=submission.city_id, entry__isnull=False).exclude(
        Q(pk=submission.pk) | Q(entry__live=True)
    )
    drafts = own.select_related("entry", "working_revision", "submitted_revision")
    return [(f"entry:{entry.pk}", entry.title) for entry in entries] + [
        (f"draft:{draft.pk}", current_title(draft)) for draft in drafts
    ]


def _begin_with(request: SignedIn, submission: Submission) -> HttpResponse:
    """Fill the draft with an earlier text; asked once more before anything is written over."""
    chosen = request.POST["earlier"]
    title = dict(earlier_texts(submission)).get(chosen)
    if title is None:
        raise Http404
    if "sure" not in request.POST:
        context = {"submission": submission, "title": current_title(submission), "earlier": chosen, "from": title}
        return render(request, "submissions/begin_with.html", context)
    kind, _colon, number = chosen.partition(":")
    model: Any = EntryPage if kind == "entry" else Submission
    writing.begin_with(submission=submission, earlier=model.objects.get(pk=number), by=request.user)
    messages.success(request, _("The text begins with “%(title)s” now. Look through the topics.") % {"title": title})
    return redirect("desk_submission", pk=submission.pk)


@require_safe
@desk_page
def download(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """The text in work as JSON of the published schema, or as the Word form. Raises Http404 for a proposal."""
    submission = readable(request.user, pk)
    if submission.entry is None or form not in ("json", "docx"):
        raise Http404
    entry = writing.draft_of(submission)
    record = export(entry, DEFAULT_SOURCE)
    if form == "json":
        content = json.dumps(record, ensure_ascii=False, indent=1).encode()
        kind = "application/json"
    else:
        content = write_docx(record=record, kind=entry.kind, language=(get_language() or "en")[:2])
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    name = f"{submission.reference or entry.slug}.{form}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
