"""The text sent in as a page, and what changed between two texts."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.presenters import entry_context
from practices.presenters.amounts import day
from practices.presenters.entries import lang_attributes
from practices.review.forms.comparing import Comparison
from practices.review.presenters.changes import changes
from practices.review.selectors.texts import Text, texts_of
from practices.review.services.writing import text_sent
from practices.review.views.access import SignedIn, desk_page, readable


@require_safe
@desk_page
def preview(request: SignedIn, pk: int) -> HttpResponse:
    """The text sent in as the page would look, marked as a preview. Raises Http404 before there is one."""
    submission, _actor, _matter = readable(request.user, pk)
    if submission.submitted_revision is None:
        raise Http404
    context = entry_context(text_sent(submission), request)
    return render(request, "review/preview.html", {**context, "submission": submission})


@require_safe
@desk_page
def compared(request: SignedIn, pk: int) -> HttpResponse:
    """Any two texts that the submission knows, word by word; at first the last two.

    Raises Http404 for a text that it does not know, and while there is none.
    """
    submission, _actor, _matter = readable(request.user, pk)
    texts = texts_of(submission)
    if not texts:
        raise Http404
    known = {str(text.revision.pk): text for text in texts}
    last = next((text for text in texts if text.is_current), texts[-1])
    before = [text for text in texts if text != last]
    start = {"a": str((before or texts)[-1].revision.pk), "b": str(last.revision.pk)}
    form = Comparison(
        {name: request.GET.get(name, start[name]) for name in ("a", "b")},
        texts=[(pk, text_label(text)) for pk, text in known.items()],
    )
    if not form.is_valid():
        raise Http404
    one, two = (known[form.cleaned_data[name]].revision.as_object() for name in ("a", "b"))
    context = {
        "reads_reports": True,
        "submission": submission,
        "form": form,
        "changes": changes(one, two),
        "alone": len(texts) == 1,
        "lang": lang_attributes(submission.language, request.LANGUAGE_CODE),  # type: ignore[attr-defined]
    }
    return render(request, "review/changes.html", context)


def text_label(text: Text) -> str:
    """What a text is called among the others."""
    if text.is_live and not text.rounds:
        return _("What readers see, %(day)s") % {"day": day(text.at)}
    if text.rounds:
        rounds = ", ".join(map(str, text.rounds))
        return _("Round %(rounds)s, %(day)s") % {"rounds": rounds, "day": day(text.at)}
    return _("Sent in, %(day)s") % {"day": day(text.at)}
