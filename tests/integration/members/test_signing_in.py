import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import override_settings

from practices.members.roles import Group
from tests.factories import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db
LOGIN, RESET = "/en/accounts/login/", "/en/accounts/password/reset/"


def sign_in(client, person, password=PASSWORD, **data):
    return client.post(LOGIN, {"login": person.email, "password": password, **data})


def test_somebody_signs_in_and_out(client):
    person = PersonFactory()
    assert sign_in(client, person).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    client.post("/en/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_capitals_of_the_address_do_not_matter(client):
    person = PersonFactory(email="ada@city.example")
    client.post(LOGIN, {"login": "Ada@City.Example", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client):
    person = PersonFactory()
    wrong = sign_in(client, person, password="not that one")
    unknown = client.post(LOGIN, {"login": "nobody@city.example", "password": "not that one"})
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_guessing_is_stopped(client):
    person = PersonFactory()
    for _attempt in range(6):
        sign_in(client, person, password="not that one")
    response = sign_in(client, person)
    assert "_auth_user_id" not in client.session
    assert response.status_code in (200, 429)


def test_nobody_signs_up_alone(client):
    response = client.get("/en/accounts/signup/")
    assert "password1" not in response.content.decode()
    client.post("/en/accounts/signup/", {"email": "new@city.example", "password1": PASSWORD, "password2": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_reset_answers_alike_and_mails_only_who_is_known(client):
    person = PersonFactory()
    known = client.post(RESET, {"email": person.email})
    unknown = client.post(RESET, {"email": "nobody@city.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_the_mailed_link_sets_a_new_password(client):
    person = PersonFactory()
    client.post(RESET, {"email": person.email})
    path = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "another horse battery", "password2": "another horse battery"})
    client.logout()
    assert sign_in(client, person, password="another horse battery").status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_admin_signs_in_through_the_same_door(client):
    response = client.get("/admin/entries/", follow=True)
    final, _status = response.redirect_chain[-1]
    assert final.startswith(LOGIN)
    assert "next=%2Fadmin%2Fentries%2F" in final


def test_the_way_into_the_admin_does_not_lead_elsewhere(client, admin):
    client.force_login(admin)
    assert client.get("/admin/login/?next=https://evil.example/")["Location"] == "/admin/"
    assert client.get("/admin/login/?next=/admin/entries/")["Location"] == "/admin/entries/"


def test_somebody_without_access_is_told_so_and_does_not_go_round_in_circles(client, person_in):
    client.force_login(person_in(Group.CONTRIBUTORS))
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403


def test_wagtails_own_password_reset_is_closed(client):
    assert client.get("/admin/password_reset/", follow=True).status_code == 404


class TestSecondFactor:
    SETUP = "/en/accounts/2fa/totp/activate/"

    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.REQUIRE_EDITOR_MFA = True

    def type_password_again(self, client):
        """allauth asks for it before a second factor is set up."""
        client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})

    def test_an_editor_without_one_is_led_to_its_set_up(self, client, person_in):
        sign_in(client, person_in(Group.INTAKE_EDITORS))
        for path in ("/admin/", "/en/accounts/after-login/", "/en/"):
            assert client.get(path).status_code == 302
        assert client.get("/admin/entries/")["Location"].endswith("/accounts/2fa/totp/activate/")

    def test_the_set_up_itself_can_be_reached(self, client, person_in):
        sign_in(client, person_in(Group.INTAKE_EDITORS))
        self.type_password_again(client)
        assert client.get(self.SETUP).status_code == 200
        assert client.get("/health/live").status_code == 200

    def test_scripts_and_forms_are_refused(self, client, person_in):
        sign_in(client, person_in(Group.INTAKE_EDITORS))
        assert client.post("/admin/tag-autocomplete/").status_code == 403
        assert client.get("/admin/entries/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403

    def test_others_are_not_asked(self, client, person_in):
        sign_in(client, person_in(Group.CONTRIBUTORS))
        assert client.get("/en/accounts/after-login/")["Location"] == "/en/"

    def test_an_editor_with_one_must_type_the_code(self, client, person_in):
        editor = person_in(Group.INTAKE_EDITORS)
        secret = generate_totp_secret()
        TOTP.activate(editor, secret)
        assert sign_in(client, editor, next="/admin/")["Location"].startswith("/en/accounts/2fa/authenticate/")
        assert "_auth_user_id" not in client.session
        code = hotp_value(secret, next(iter(yield_hotp_counters_from_time())))
        client.post("/en/accounts/2fa/authenticate/", {"code": f"{code:06d}"})
        assert client.get("/admin/").status_code == 200

    def test_setting_it_up_opens_the_admin(self, client, person_in):
        editor = person_in(Group.INTAKE_EDITORS)
        sign_in(client, editor)
        self.type_password_again(client)
        form = client.get(self.SETUP).context["form"]
        code = hotp_value(form.secret, next(iter(yield_hotp_counters_from_time())))
        client.post(self.SETUP, {"code": f"{code:06d}"})
        assert set(Authenticator.objects.filter(user=editor).values_list("type", flat=True)) == {
            "totp",
            "recovery_codes",
        }
        assert client.get("/admin/").status_code == 200


@override_settings(REQUIRE_EDITOR_MFA=True)
def test_a_page_for_everybody_does_not_vary_by_cookie(client):
    assert "Cookie" not in client.get("/health/live").headers.get("Vary", "")
