"""Mail that is never lost and never sent twice.

A mail is a row, written in the transaction of what it tells of, so that a rollback sends nothing. Its key says what
makes it one mail; a second one of the same key is not made. It is sent after commit, and again by `send_pending` while
the server fails.

Whoever sends a mail first takes it, by moving `next_try_at` in one conditional update, and talks to the server outside
of any transaction. Somebody who dies in between leaves it taken until `TAKEN_FOR` is over; then it is sent, perhaps for
the second time, under the same Message-ID, by which mail programs know it.
"""

from __future__ import annotations

import hashlib
import logging
import re
import smtplib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, QuerySet
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import timezone, translation

from practices.members.models import Mail, User

log = logging.getLogger("use.mail")

TAKEN_FOR = timedelta(minutes=15)
"""Longer than any conversation that `EMAIL_TIMEOUT` lets happen."""
MOST_ATTEMPTS, LONGEST_PAUSE = 20, 360
"""Pauses of 2, 4, 8 … minutes up to six hours: a server may be down for three days."""
ABOUT_ONE_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, ValueError)
"""Errors after which another mail may still be sent; any other means that the server does not answer."""


class Delivery(Enum):
    """What came of trying to send one mail."""

    SENT = auto()
    REFUSED = auto()
    NO_SERVER = auto()
    TAKEN = auto()


@dataclass(frozen=True, slots=True)
class Queue:
    """How many mails may be sent now, how many wait for their next try, how many are tried no more."""

    due: int
    later: int
    given_up: int


def send(
    *, template: str, to: User | str, context: Mapping[str, Any], key: str, language: str | None = None
) -> Mail | None:
    """Queue a mail, written in the person's language (a stranger's: the one given), and send it after commit.

    Renders `mail/<template>.subject.txt`, `.txt` and `.html` with the context and `person`, `language`, `subject`,
    `site_url`. Returns None, and sends nothing, when there is a mail of that key.
    """
    if Mail.objects.filter(key=key).exists():
        return None
    person = to if isinstance(to, User) else None
    language = _known(person.language if person else language)
    written = _write(template, language, {**context, "person": person, "language": language})
    fields = {"to": person.email if person else to, "person": person, "language": language, "template": template}
    mail, made = Mail.objects.get_or_create(key=key, defaults=fields | written)
    if not made:
        return None
    transaction.on_commit(partial(deliver, mail.pk), robust=True)
    return mail


def _known(language: str | None) -> str:
    return language if language and language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _write(template: str, language: str, context: dict[str, Any]) -> dict[str, str]:
    with translation.override(language):
        context = {**context, "site_url": settings.SITE_URL.rstrip("/")}
        subject = " ".join(_plain(f"mail/{template}.subject.txt", context).split())[:250]
        context["subject"] = subject
        text = re.sub(r"\n{3,}", "\n\n", _plain(f"mail/{template}.txt", context)).strip() + "\n"
        return {"subject": subject, "text": text, "html": render_to_string(f"mail/{template}.html", context)}


def _plain(name: str, context: dict[str, Any]) -> str:
    """A template as plain text: nothing in it is escaped for HTML."""
    return Engine.get_default().get_template(name).render(Context(context, autoescape=False))


def deliver(pk: int, *, now: datetime | None = None) -> Delivery:
    """Try once to send a mail, unless it is sent, taken by somebody else, pausing, or given up. Raises nothing."""
    now = now or timezone.now()
    mine = _due(now).filter(pk=pk).update(next_try_at=now + TAKEN_FOR, attempts=F("attempts") + 1)
    if not mine:
        return Delivery.TAKEN
    mail = Mail.objects.get(pk=pk)
    try:
        _message(mail).send()
    except Exception as error:  # whatever it is, the mail stays, and a traceback could name the address
        return _keep(mail, error, now)
    Mail.objects.filter(pk=pk).update(sent_at=now, text="", html="", last_error="")
    return Delivery.SENT


def _keep(mail: Mail, error: Exception, now: datetime) -> Delivery:
    given_up = mail.attempts >= MOST_ATTEMPTS
    pause = timedelta(0) if given_up else timedelta(minutes=min(2**mail.attempts, LONGEST_PAUSE))
    Mail.objects.filter(pk=mail.pk).update(
        next_try_at=now + pause, last_error=f"{type(error).__name__}: {error}"[:1000]
    )
    level = logging.ERROR if given_up else logging.WARNING
    log.log(level, "mail %s not sent at attempt %s: %s", mail.pk, mail.attempts, type(error).__name__)
    return Delivery.REFUSED if isinstance(error, ABOUT_ONE_MAIL) else Delivery.NO_SERVER


def _message(mail: Mail) -> EmailMultiAlternatives:
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": message_id(mail.key)}
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    return message


def message_id(key: str) -> str:
    """The Message-ID of the mail of that key: the same at every attempt, and the key cannot be read from it."""
    mark = hashlib.blake2b(f"{settings.SITE_URL} {key}".encode(), digest_size=20).hexdigest()
    return f"<{mark}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def send_pending(*, now: datetime | None = None) -> Counter[Delivery]:
    """Try each mail that is due, oldest first, and stop when the server does not answer. Returns what came of it."""
    now = now or timezone.now()
    came: Counter[Delivery] = Counter()
    for pk in list(_due(now).values_list("pk", flat=True)):
        delivery = deliver(pk, now=now)
        came[delivery] += 1
        if delivery is Delivery.NO_SERVER:
            break
    return came


def queue(*, now: datetime | None = None) -> Queue:
    """What is not sent yet."""
    now = now or timezone.now()
    due, open_ = _due(now).count(), Mail.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS).count()
    return Queue(due=due, later=open_ - due, given_up=_given_up().count())


def retry_given_up(*, now: datetime | None = None) -> int:
    """Let mails that were given up begin anew; returns how many."""
    now = now or timezone.now()
    return _given_up().filter(next_try_at__lte=now).update(attempts=0, next_try_at=now)


def _due(now: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS, next_try_at__lte=now)


def _given_up() -> QuerySet[Mail]:
    return Mail.objects.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS)
