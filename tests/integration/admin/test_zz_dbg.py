import pytest
from django.test.utils import CaptureQueriesContext
from django.db import connection
from practices.members.roles import Group
from tests.factories import PracticeFactory
pytestmark = pytest.mark.django_db
def test_a(client, library, person_in):
    client.force_login(person_in(Group.HANDLING_EDITORS))
    PracticeFactory.create_batch(3, themes=["mobility"])
    client.get("/admin/entries/")
    with CaptureQueriesContext(connection) as q: client.get("/admin/entries/")
    for x in q: print(x["sql"][:260])
def test_b(client, library, person_in):
    d=PracticeFactory(live=False)
    client.force_login(person_in(Group.AUDITORS))
    r=client.get("/admin/entries/"); t=r.content.decode(); i=t.find("data-listing-page-title"); print(r.status_code, i, t[i-400:i+900])
