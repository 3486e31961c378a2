import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail

from practices.members import selectors, services
from practices.members.models import Mail, Membership, User
from practices.members.roles import Group
from tests.factories import PASSWORD, MembershipFactory, PersonFactory, city

pytestmark = pytest.mark.django_db
LEAD, CONTRIBUTOR = Membership.Role.CITY_LEAD, Membership.Role.CONTRIBUTOR
TEAM = "/en/desk/team/"
BOGOTA = f"{TEAM}bogota/"
ASKED = {"email": "new@city.example", "first_name": "Noor", "last_name": "", "role": CONTRIBUTOR, "language": "fr"}


@pytest.fixture
def lead():
    place = MembershipFactory(role=LEAD)
    return place.person


@pytest.fixture
def invite(django_capture_on_commit_callbacks, lead):
    def invite(**fields):
        asked = {"email": "new@city.example", "city": city("bogota"), "role": CONTRIBUTOR, "by": lead} | fields
        with django_capture_on_commit_callbacks(execute=True):
            return services.invite_to_team(**asked)

    return invite


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    def post(address, fields=None, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, fields or {}, **options)

    return post


def place_address(place, step):
    return f"{TEAM}places/{place.pk}/{step}/"


class TestInviting:
    def test_a_new_person_gets_a_place_and_a_mail_in_their_language(self, invite):
        place = invite(email="New@City.example", first_name="Noor", language="fr")
        assert (place.person.email, place.person.first_name, place.role) == ("new@city.example", "Noor", CONTRIBUTOR)
        assert not place.person.has_usable_password()
        (message,) = django_mail.outbox
        assert message.to == ["new@city.example"]
        assert "/fr/accounts/password/reset/key/" in message.body

    def test_the_link_leads_to_a_password_and_works_once(self, client, invite, settings):
        person = invite().person
        address = re.search(rf"{settings.SITE_URL}(\S+/key/\S+)", django_mail.outbox[0].body)[1]
        form = client.get(address, follow=True)
        chosen = {"password1": "another horse battery", "password2": "another horse battery"}
        client.post(form.request["PATH_INFO"], chosen)
        client.post("/en/accounts/login/", {"login": person.email, "password": chosen["password1"]})
        assert client.session["_auth_user_id"] == str(person.pk)
        client.logout()
        client.cookies.clear()
        assert "password1" not in client.get(address, follow=True).content.decode()

    def test_a_link_dies_after_its_time(self, client, invite, settings):
        invite()
        settings.PASSWORD_RESET_TIMEOUT = -1
        address = re.search(rf"{settings.SITE_URL}(\S+/key/\S+)", django_mail.outbox[0].body)[1]
        assert "password1" not in client.get(address, follow=True).content.decode()

    def test_somebody_with_a_password_gets_no_link_to_another(self, invite):
        known = PersonFactory(email="new@city.example", first_name="Known")
        assert invite(first_name="Other").person == known
        known.refresh_from_db()
        assert known.first_name == "Known"
        (message,) = django_mail.outbox
        assert "/accounts/password/reset/key/" not in message.body
        assert "/en/desk/team/" in message.body

    def test_nobody_is_invited_twice(self, invite):
        invite()
        with pytest.raises(services.AlreadyInTeam):
            invite()
        assert len(django_mail.outbox) == 1

    def test_an_account_that_was_switched_off_stays_off(self, invite):
        PersonFactory(email="new@city.example", is_active=False)
        with pytest.raises(services.AccountClosed):
            invite()
        assert not django_mail.outbox

    def test_a_failed_invitation_leaves_no_person_and_no_mail(self, invite, monkeypatch):
        def fail(**fields):
            raise services.AlreadyInTeam

        monkeypatch.setattr(services, "add_to_team", fail)
        with pytest.raises(services.AlreadyInTeam):
            invite()
        assert not User.objects.filter(email="new@city.example").exists()
        assert not Mail.objects.exists()

    @pytest.mark.parametrize(
        "by",
        [
            lambda: PersonFactory(),
            lambda: PersonFactory(groups=[Group.CITY_LEADS]),
            lambda: PersonFactory(groups=[Group.AUDITORS]),
            lambda: MembershipFactory(role=CONTRIBUTOR).person,
            lambda: MembershipFactory(role=LEAD, city=city("nairobi")).person,
            lambda: ended_lead(),
        ],
        ids=["nobody", "group only", "auditor", "contributor", "lead of another city", "lead of the past"],
    )
    def test_only_leads_of_the_city_and_editors_invite(self, invite, by):
        with pytest.raises(services.NotAllowed):
            invite(by=by())
        assert not User.objects.filter(email="new@city.example").exists()

    def test_an_editor_invites_the_first_lead(self, invite, person_in):
        assert invite(by=person_in(Group.INTAKE_EDITORS), city=city("nairobi"), role=LEAD).city == city("nairobi")


def ended_lead():
    place = MembershipFactory(role=LEAD)
    Membership.objects.filter(pk=place.pk).update(
        since=selectors.today() - timedelta(days=9), until=selectors.today() - timedelta(days=1)
    )
    return place.person


class TestInvitingAgain:
    def earlier(self):
        Mail.objects.update(queued_at=Mail.objects.get().queued_at - services.BETWEEN_INVITATIONS)

    def test_it_is_a_mail_of_its_own(self, post, client, invite, lead):
        place = invite()
        self.earlier()
        client.force_login(lead)
        post(place_address(place, "again"))
        assert len(django_mail.outbox) == 2
        assert len({message.extra_headers["Message-ID"] for message in django_mail.outbox}) == 2

    def test_a_double_click_sends_one(self, post, client, invite, lead):
        place = invite()
        self.earlier()
        client.force_login(lead)
        for _click in range(2):
            page = post(place_address(place, "again"), follow=True).content.decode()
        assert "ten minutes" in page
        assert len(django_mail.outbox) == 2

    def test_somebody_who_can_sign_in_is_not_invited_again(self, lead):
        with pytest.raises(services.NotInvitable):
            services.invite_again(membership=MembershipFactory(), by=lead)

    def test_nor_somebody_whose_place_ended(self, invite, lead):
        place = services.end_membership(membership=invite())
        self.earlier()
        with pytest.raises(services.NotInvitable):
            services.invite_again(membership=place, by=lead)

    def test_only_leads_and_editors_do_it(self, invite):
        place = invite()
        with pytest.raises(services.NotAllowed):
            services.invite_again(membership=place, by=MembershipFactory().person)


class TestThePage:
    def test_a_visitor_signs_in_and_comes_back(self, client):
        response = client.get(TEAM)
        assert response["Location"] == f"/en/accounts/login/?next={TEAM}"
        person = MembershipFactory().person
        signed = client.post(response["Location"], {"login": person.email, "password": PASSWORD, "next": TEAM})
        assert signed["Location"] == TEAM

    def test_somebody_of_no_team_is_told_who_can_invite_them(self, client):
        person = PersonFactory()
        client.force_login(person)
        page = client.get(TEAM).content.decode()
        assert "You are not in the team of a city." in page
        assert person.email in page
        assert "/en/contact/" in page

    def test_it_shows_each_team_that_one_is_in_and_no_other(self, client, lead):
        MembershipFactory(person=lead, city=city("nairobi"))
        MembershipFactory(city=city("lima"), person__last_name="Elsewhere")
        client.force_login(lead)
        page = client.get(TEAM).content.decode()
        assert "Bogotá" in page
        assert "Nairobi" in page
        assert "Elsewhere" not in page

    def test_a_lead_invites_by_the_form(self, post, client, lead):
        client.force_login(lead)
        page = post(BOGOTA, ASKED, follow=True).content.decode()
        assert "Noor was invited by mail." in page
        assert "has not signed in yet" in page
        assert Membership.objects.get(person__email="new@city.example").city == city("bogota")

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"email": "not an address"}, "email"), ({"role": "king"}, "role"), ({"language": "xx"}, "language")],
    )
    def test_what_is_wrong_is_said_beside_what_was_typed(self, post, client, lead, wrong, field):
        client.force_login(lead)
        response = post(BOGOTA, ASKED | wrong)
        assert response.context["teams"][0].form.errors[field]
        assert "Noor" in response.content.decode()
        assert not django_mail.outbox

    def test_inviting_somebody_of_the_team_says_so(self, post, client, lead):
        client.force_login(lead)
        response = post(BOGOTA, ASKED | {"email": lead.email.upper()})
        assert "is in this team already" in response.content.decode()

    def test_a_contributor_sees_the_team_and_no_way_to_change_it(self, client, lead):
        client.force_login(MembershipFactory().person)
        page = client.get(TEAM).content.decode()
        assert str(lead) in page
        assert lead.email not in page
        assert "<form" not in page[page.index("<main") :]

    def test_a_contributor_changes_nothing_by_address_either(self, post, client, lead):
        client.force_login(MembershipFactory().person)
        place = lead.memberships.get()
        assert post(BOGOTA, ASKED).status_code == 403
        assert client.get(place_address(place, "end")).status_code == 403
        assert post(place_address(place, "end")).status_code == 403
        assert post(place_address(place, "again")).status_code == 403
        place.refresh_from_db()
        assert place.until is None

    def test_the_team_of_another_city_is_not_there(self, post, client, lead):
        client.force_login(lead)
        other = MembershipFactory(city=city("nairobi"))
        assert client.get(f"{TEAM}nairobi/").status_code == 404
        assert post(f"{TEAM}nairobi/", ASKED).status_code == 404
        for step in ("end", "again"):
            assert post(place_address(other, step)).status_code == 404

    def test_an_editor_chooses_any_city(self, client, person_in):
        client.force_login(person_in(Group.HANDLING_EDITORS))
        response = client.get(TEAM, {"city": "nairobi"}, follow=True)
        assert "Nairobi" in response.content.decode()
        assert response.context["teams"][0].form


class TestEndingAPlace:
    def test_a_lead_ends_the_place_of_somebody(self, client, lead):
        place = MembershipFactory()
        client.force_login(lead)
        assert "last lead" not in client.get(place_address(place, "end")).content.decode()
        page = client.post(place_address(place, "end"), follow=True).content.decode()
        assert "ends today" in page
        place.refresh_from_db()
        assert place.until == selectors.today()

    def test_the_last_lead_goes_only_after_a_word_of_warning(self, client, lead):
        place = lead.memberships.get()
        client.force_login(lead)
        unwarned = client.post(place_address(place, "end"))
        assert "last lead" in unwarned.content.decode()
        place.refresh_from_db()
        assert place.until is None
        assert 'name="last_lead"' in unwarned.content.decode()
        client.post(place_address(place, "end"), {"last_lead": "yes"})
        place.refresh_from_db()
        assert place.until == selectors.today()

    def test_a_lead_who_is_not_the_last_goes_without_one(self, client, lead):
        MembershipFactory(role=LEAD)
        client.force_login(lead)
        client.post(place_address(lead.memberships.get(), "end"))
        assert lead.memberships.get().until == selectors.today()

    def test_a_place_that_ended_before_today_is_not_there(self, client, lead):
        place = MembershipFactory()
        before = selectors.today() - timedelta(days=1)
        Membership.objects.filter(pk=place.pk).update(since=before, until=before)
        client.force_login(lead)
        assert client.get(place_address(place, "end")).status_code == 404


class TestAfterSigningIn:
    @pytest.mark.parametrize(
        ("person", "target"),
        [
            (lambda: MembershipFactory().person, "/en/desk/"),
            (lambda: PersonFactory(groups=[Group.REVIEWERS]), "/en/desk/"),
            (lambda: ended_lead(), "/en/"),
            (lambda: PersonFactory(), "/en/"),
            (lambda: PersonFactory(groups=[Group.INTAKE_EDITORS]), "/admin/"),
        ],
        ids=["of a team", "reviewer", "once of a team", "of no team", "editor"],
    )
    def test_everybody_comes_to_their_place_of_work(self, client, person, target):
        client.force_login(person())
        assert client.get("/en/accounts/after-login/")["Location"] == target
