import logging
import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from practices.members import mailing
from practices.members.mailing import Delivery
from practices.members.models import Mail
from tests.catching import DROP, REFUSE, WAIT, CatchingServer
from tests.factories import CityFactory, MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


@pytest.fixture
def server(settings):
    server = CatchingServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "", ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    server.start()
    yield server
    server.stop()


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """Sends as a request does that commits."""

    def send(key="one", **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return queue(key, **fields)

    return send


def queue(key="one", to=None, template="new-account", context=None, **fields):
    context = {"password_link": {"uid": "1a", "key": "abc-secret", "days": 3}} | (context or {})
    return mailing.send(template=template, to=to or PersonFactory(), context=context, key=key, **fields)


def run(*options):
    """What the command prints, and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command("send_pending_mail", *options, stdout=out, stderr=StringIO())
    except SystemExit as end:
        code = end.code
    return out.getvalue().strip(), code


class TestAConversationWithAServer:
    def test_an_accepted_mail_arrives_once_with_text_and_html(self, server, send, settings):
        settings.SITE_URL = "https://use.example"
        send(to=PersonFactory(email="ada@city.example", first_name="Ada"))
        (caught,) = server.caught
        assert caught["To"] == "ada@city.example"
        assert caught["From"] == settings.DEFAULT_FROM_EMAIL
        assert caught["Subject"] == "Your account on USE"
        assert caught["Auto-Submitted"] == "auto-generated"
        assert [part.get_content_type() for part in caught.iter_parts()] == ["text/plain", "text/html"]
        for kind in ("plain", "html"):
            content = caught.get_body([kind]).get_content()
            assert "Hello Ada," in content
            assert "https://use.example/en/accounts/password/reset/key/1a-abc-secret/" in content

    def test_a_sent_mail_keeps_no_content_and_no_error(self, server, send):
        server.behave = [REFUSE]
        mail = send()
        mailing.send_pending(now=timezone.now() + LATER)
        mail.refresh_from_db()
        assert mail.sent_at
        assert (mail.text, mail.html, mail.last_error) == ("", "", "")

    @pytest.mark.parametrize("failure", [REFUSE, DROP])
    def test_a_failure_keeps_the_mail_and_the_next_run_sends_it_once(self, server, send, failure):
        server.behave = [failure]
        mail = send()
        mail.refresh_from_db()
        assert server.caught == []
        assert mail.sent_at is None
        assert mail.attempts == 1
        assert mail.last_error
        assert "abc-secret" in mail.text
        for _run in range(2):
            mailing.send_pending(now=timezone.now() + LATER)
        assert len(server.caught) == 1

    def test_what_a_server_that_is_down_misses_arrives_in_order_when_it_is_up(self, server, send):
        server.stop()
        for number in range(3):
            send(str(number), to=f"person{number}@city.example")
        assert run("--dry-run") == ("0 to send now, 3 later, 0 given up", 0)
        Mail.objects.update(next_try_at=timezone.now())
        assert run() == ("0 sent, 1 failed, 3 wait, 0 given up", 1)
        server.start()
        Mail.objects.update(next_try_at=timezone.now())
        assert run() == ("3 sent, 0 failed, 0 wait, 0 given up", 0)
        assert run() == ("0 sent, 0 failed, 0 wait, 0 given up", 0)
        assert [caught["To"] for caught in server.caught] == [f"person{number}@city.example" for number in range(3)]

    def test_a_refused_mail_does_not_hold_back_the_next(self, server, send):
        server.behave = [REFUSE, REFUSE, REFUSE]
        for number in range(3):
            send(str(number))
        server.behave = [REFUSE]
        came = mailing.send_pending(now=timezone.now() + LATER)
        assert came == {Delivery.REFUSED: 1, Delivery.SENT: 2}

    def test_a_repetition_is_known_by_its_message_id(self, server, send):
        mail = send()
        Mail.objects.filter(pk=mail.pk).update(sent_at=None, next_try_at=timezone.now())  # the server's “yes” was lost
        mailing.deliver(mail.pk)
        send("two")
        first, again, other = [caught["Message-ID"] for caught in server.caught]
        assert first == again != other


@pytest.mark.django_db(transaction=True)
class TestSeveralWorkers:
    def test_a_mail_that_somebody_is_sending_is_left_alone(self, server):
        server.behave = [WAIT]
        mail = Mail.objects.create(key="one", to="ada@city.example", subject="S", text="T", html="<p>T")
        came = []
        first = threading.Thread(target=deliver_in_thread, args=(mail.pk, came))
        first.start()
        assert server.waiting.wait(20)
        assert mailing.deliver(mail.pk) is Delivery.TAKEN
        assert not mailing.send_pending()
        server.go_on.set()
        first.join()
        assert came == [Delivery.SENT]
        assert server.offered == len(server.caught) == 1

    def test_of_many_at_the_same_moment_one_sends(self, server):
        if connection.vendor == "sqlite":
            pytest.skip("threads of an SQLite database in memory lock each other out")
        mail = Mail.objects.create(key="one", to="ada@city.example", subject="S", text="T", html="<p>T")
        came, together = [], threading.Barrier(6)
        threads = [threading.Thread(target=deliver_in_thread, args=(mail.pk, came, together)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(result.name for result in came) == ["SENT", *["TAKEN"] * 5]
        assert len(server.caught) == 1

    def test_whoever_dies_while_sending_leaves_the_mail_to_others_after_a_while(self, server):
        now = timezone.now()
        mail = Mail.objects.create(
            key="one", to="ada@city.example", subject="S", text="T", attempts=1, next_try_at=now + mailing.TAKEN_FOR
        )
        assert not mailing.send_pending(now=now)
        assert mailing.send_pending(now=now + mailing.TAKEN_FOR) == {Delivery.SENT: 1}
        assert mailing.deliver(mail.pk) is Delivery.TAKEN

    def test_nothing_is_sent_before_the_commit(self, server):
        with transaction.atomic():
            queue()
            assert server.offered == 0
        assert len(server.caught) == 1

    def test_a_rollback_sends_nothing(self, server):
        with transaction.atomic():
            queue()
            transaction.set_rollback(True)
        assert server.offered == 0
        assert not Mail.objects.exists()
        assert not mailing.send_pending()

    def test_two_transactions_with_one_key_send_one_mail(self, server):
        person = PersonFactory()
        for _time in range(2):
            with transaction.atomic():
                queue("submitted:17", to=person)
        assert len(server.caught) == 1


def deliver_in_thread(pk, came, together=None):
    if together:
        together.wait(20)
    try:
        came.append(mailing.deliver(pk))
    finally:
        connection.close()


class TestLanguage:
    def test_a_french_reader_gets_french_with_french_links(self, send):
        send(to=PersonFactory(language="fr"))
        (message,) = django_mail.outbox
        html = message.alternatives[0].content
        assert '<html lang="fr">' in html
        for content in (message.body, html):
            assert re.search(r"http://[^/]+/fr/accounts/password/reset/key/", content)
            assert "/en/" not in content

    def test_a_stranger_gets_the_language_that_is_given(self, send):
        mail = send(to="stranger@city.example", language="es")
        assert (mail.language, mail.person) == ("es", None)
        assert "/es/accounts/" in django_mail.outbox[0].body

    def test_a_language_that_the_site_lacks_becomes_its_own(self, send):
        assert send(to=PersonFactory(language="de")).language == "en"


class TestWhatStandsInAMail:
    def test_a_name_cannot_break_the_subject_into_headers(self, send):
        membership = MembershipFactory(city=CityFactory(name_en="Bogotá\nBcc: all@city.example"))
        mail = send(template="team-invitation", context={"membership": membership, "by": "Ada"})
        assert mail.subject == "You are invited to the team of Bogotá Bcc: all@city.example"
        assert django_mail.outbox[0].recipients() == [mail.to]

    def test_html_is_escaped_in_the_html_only(self, send):
        send(to=PersonFactory(first_name="<b>O'Neil & Co</b>"))
        (message,) = django_mail.outbox
        assert "Hello <b>O'Neil & Co</b>," in message.body
        assert "<b>O" not in message.alternatives[0].content
        assert "&lt;b&gt;O" in message.alternatives[0].content

    def test_the_text_is_text(self, send):
        send()
        body = django_mail.outbox[0].body
        assert "<" not in body
        assert "\n\n\n" not in body

    def test_logs_name_neither_address_nor_content(self, server, send, caplog):
        server.behave = [REFUSE, DROP]
        with caplog.at_level(logging.DEBUG, logger="use"):
            for key in ("one-ada@city.example", "two"):
                send(key, to="ada@city.example")
        said = caplog.text
        assert "not sent" in said
        assert "ada@" not in said
        assert "abc-secret" not in said


class TestGivingUp:
    def test_pauses_grow_and_the_last_attempt_is_the_last(self, send, monkeypatch):
        monkeypatch.setattr(mailing.EmailMultiAlternatives, "send", refuse)
        mail, now, pauses = send(), timezone.now(), []
        while True:
            mail.refresh_from_db()
            if mailing.queue(now=now).given_up:
                break
            pauses.append(mail.next_try_at - now)
            now = mail.next_try_at
            mailing.send_pending(now=now)
        assert mail.attempts == mailing.MOST_ATTEMPTS == len(pauses) + 1
        assert pauses[2:] == sorted(pauses[2:])
        assert sum(pauses, timedelta(0)) > timedelta(days=3)
        assert not mailing.send_pending(now=now + LATER)

    def test_what_was_given_up_is_kept_and_can_begin_anew(self, send, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(mailing.EmailMultiAlternatives, "send", refuse)
            mail = send()
        Mail.objects.filter(pk=mail.pk).update(attempts=mailing.MOST_ATTEMPTS, next_try_at=timezone.now())
        assert run() == ("0 sent, 0 failed, 0 wait, 1 given up", 0)
        assert run("--retry") == ("1 sent, 0 failed, 0 wait, 0 given up", 0)
        assert len(django_mail.outbox) == 1

    def test_a_trial_run_sends_nothing(self, send, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(mailing.EmailMultiAlternatives, "send", refuse)
            send()
        Mail.objects.update(next_try_at=timezone.now())
        assert run("--dry-run") == ("1 to send now, 0 later, 0 given up", 0)
        assert not django_mail.outbox


def refuse(message):
    raise ConnectionRefusedError
