"""A person, what a person is in a city's team, and the mails that are sent to people."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.vocabulary.models import City


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A saved user; raises ValueError without an address."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A saved user with every permission."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email: str | None) -> User:
        """The user of that address, whatever its capitals."""
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person who signs in with an e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language of mails"), max_length=2, default="en")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        ordering = ["email"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(models.functions.Lower("email"), name="one_person_an_address")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Membership(models.Model):
    """A person in a city's team, with a role, from a day until a day (both included; open when empty)."""

    class Role(models.TextChoices):
        """A city lead confirms the city's mandate and invites contributors."""

        CONTRIBUTOR = "contributor", _("contributor")
        CITY_LEAD = "city-lead", _("city lead")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person"))
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="team", verbose_name=_("city"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.CONTRIBUTOR)
    since = models.DateField(_("since"), auto_now_add=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["city", "person"]
        verbose_name = _("membership in a team")
        verbose_name_plural = _("memberships in teams")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "city"], condition=models.Q(until=None), name="one_open_membership_a_city"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.city} · {self.get_role_display()}"


class Mail(models.Model):
    """A mail that is to be sent, or was. Its content is kept until then only: it may hold a one-time link.

    `key` says what makes it one mail. Nobody takes it before `next_try_at`: it is being sent, or pauses.
    """

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    language = models.CharField(max_length=10)
    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["queued_at", "pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(sent_at=None), name="mails_that_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"
