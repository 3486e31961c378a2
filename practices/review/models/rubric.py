"""The rubric: what a text is judged by. A version that was used never changes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class RubricInUse(Exception):
    """A version of the rubric that a round used is never changed: make a new version."""


class RubricVersion(models.Model):
    """A numbered version of the rubric; new rounds use the highest number that is in force."""

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    in_force_since = models.DateField(_("in force since"))

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of the rubric")
        verbose_name_plural = _("versions of the rubric")

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def used(self) -> bool:
        """Whether a round was reviewed by it."""
        return self.rounds.exists()  # type: ignore[attr-defined]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises RubricInUse."""
        _refuse_if_used(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises RubricInUse."""
        _refuse_if_used(self)
        return super().delete(*args, **kwargs)


class Criterion(models.Model):
    """A gate, which is passed or not, or something that is scored 0 to 4. Words are {language: text}."""

    class Kind(models.TextChoices):
        """How it is answered."""

        GATE = "gate", _("gate")
        SCORE = "score", _("score")

    version = models.ForeignKey(RubricVersion, on_delete=models.CASCADE, related_name="criteria")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    code = models.SlugField(_("code"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"))
    weight = models.PositiveSmallIntegerField(_("weight"), default=0)
    needed = models.BooleanField(_("must reach 2"), default=False)
    labels = models.JSONField(_("name"), default=dict)
    helps = models.JSONField(_("help; of a gate: how to mend it"), default=dict)
    anchors = models.JSONField(_("what 0, 2 and 4 mean"), default=dict)

    class Meta:
        ordering = ["version", "kind", "order"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_criterion_a_code")]

    def __str__(self) -> str:
        return f"{self.version} {self.code}"

    def label(self, language: str | None = None) -> str:
        """Its name in the language, or in English."""
        return in_words(self.labels, language)

    def help(self, language: str | None = None) -> str:
        """The sentence that explains it; of a gate, how to mend a no."""
        return in_words(self.helps, language)

    def anchor(self, score: int, language: str | None = None) -> str:
        """What a score of 0, 2 or 4 means; "" for the scores between."""
        return in_words(self.anchors.get(str(score), {}), language)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises RubricInUse."""
        _refuse_if_used(self.version)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises RubricInUse."""
        _refuse_if_used(self.version)
        return super().delete(*args, **kwargs)


def in_words(texts: dict[str, str], language: str | None) -> str:
    """The text of the language (default: the active one), or the English one."""
    code = (language or get_language() or "en")[:2]
    return texts.get(code) or texts.get("en", "")


def _refuse_if_used(version: RubricVersion) -> None:
    if version.pk and version.used:
        raise RubricInUse(str(version))
