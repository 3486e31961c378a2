import factory
from django.contrib.auth.models import Group as AuthGroup
from factory.django import DjangoModelFactory

from practices.members.models import Membership, User
from practices.members.services import confirm_address
from tests.factories.places import city

PASSWORD = "correct horse battery"


class PersonFactory(DjangoModelFactory):
    """A person whose password is PASSWORD; `groups` names the groups."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@city.example")
    first_name = "Ada"
    last_name = factory.Sequence(lambda n: f"Number{n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        password = kwargs.pop("password", PASSWORD)
        person = model_class(**kwargs)
        person.set_password(password)
        person.save()
        confirm_address(person=person)
        return person

    @factory.post_generation
    def groups(self, create, extracted, **kwargs):
        if extracted:
            self.groups.set(AuthGroup.objects.filter(name__in=list(extracted)))


class MembershipFactory(DjangoModelFactory):
    """A place in the team of Bogotá."""

    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    city = factory.LazyFunction(lambda: city("bogota"))
    role = Membership.Role.CONTRIBUTOR
