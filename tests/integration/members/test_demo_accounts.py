import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from practices.members.models import Membership, User
from practices.members.roles import ADMIN_ACCESS
from practices.vocabulary.models import City

pytestmark = pytest.mark.django_db
ROLES = [
    "contributor",
    "city_lead",
    "intake_editor",
    "handling_editor",
    "chief_editor",
    "reviewer_1",
    "reviewer_2",
    "auditor",
    "admin",
]


def accounts():
    out = StringIO()
    with override_settings(DEBUG=True):
        call_command("demo_accounts", "--json", stdout=out)
    return {account["role"]: account for account in json.loads(out.getvalue())}


def test_there_is_one_account_a_role():
    made = accounts()
    assert list(made) == ROLES
    assert made["city_lead"]["city"] == "bogota"
    assert User.objects.get(email=made["admin"]["email"]).is_superuser
    assert User.objects.get(email=made["chief_editor"]["email"]).has_perm(ADMIN_ACCESS)


def test_running_again_resets_passwords_and_doubles_nothing():
    first, second = accounts(), accounts()
    assert User.objects.count() == len(ROLES)
    assert Membership.objects.count() == 3
    assert first["auditor"]["email"] == second["auditor"]["email"]
    assert first["auditor"]["password"] != second["auditor"]["password"]
    assert User.objects.get(email=second["auditor"]["email"]).check_password(second["auditor"]["password"])


@pytest.mark.parametrize("role", ROLES)
def test_each_account_signs_in(client, role):
    account = accounts()[role]
    response = client.post("/en/accounts/login/", {"login": account["email"], "password": account["password"]})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=account["email"]).pk)


def test_it_refuses_where_debug_is_off():
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("demo_accounts")
    assert not User.objects.exists()


@override_settings(DEBUG=True)
def test_it_says_what_to_do_without_cities():
    City.objects.filter(slug="nairobi").update(slug="elsewhere")
    with pytest.raises(CommandError, match="load_starter"):
        call_command("demo_accounts")


@override_settings(DEBUG=True)
def test_the_table_names_every_column():
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    head, *rows = out.getvalue().splitlines()
    assert head.split() == ["e-mail", "password", "role", "city"]
    assert len(rows) == len(ROLES)
