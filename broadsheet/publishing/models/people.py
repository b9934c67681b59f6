"""People and subjects: who made a story, and what it is about."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.models import Orderable
from wagtail.search import index


class Role(models.TextChoices):
    """What somebody did for a story."""

    WRITER = "writer", _("Written by")
    REPORTER = "reporter", _("Additional reporting")
    PHOTOGRAPHER = "photographer", _("Photos")
    ILLUSTRATOR = "illustrator", _("Illustration")
    DATA = "data", _("Data")
    EDITOR = "editor", _("Edited by")
    TRANSLATOR = "translator", _("Translated by")


class Author(index.Indexed, models.Model):
    """Somebody whose name stands over stories."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(
        _("address"),
        max_length=160,
        unique=True,
        allow_unicode=True,
        help_text=_("The last part of /authors/…/."),
    )
    role = models.CharField(
        _("role"), max_length=160, blank=True, help_text=_("Such as “Courts reporter”.")
    )
    bio = models.TextField(_("about"), blank=True, help_text=_("Two or three sentences."))
    email = models.EmailField(
        _("e-mail"), max_length=320, blank=True, help_text=_("For the desk; readers never see it.")
    )
    portrait = models.ForeignKey(
        "publishing.Picture",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels: ClassVar[list[Any]] = [
        TitleFieldPanel("name", classname="", placeholder=False),
        FieldPanel("slug", widget=SlugInput),
        FieldPanel("role"),
        FieldPanel("bio"),
        FieldPanel("portrait"),
        FieldPanel("email"),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """The address of the author's page on this site."""
        return f"/authors/{self.slug}/"


class Topic(index.Indexed, models.Model):
    """Something that stories of several sections are about."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(
        _("address"),
        max_length=160,
        unique=True,
        allow_unicode=True,
        help_text=_("The last part of /topics/…/."),
    )
    description = models.TextField(_("description"), blank=True)

    panels: ClassVar[list[Any]] = [
        TitleFieldPanel("name", classname="", placeholder=False),
        FieldPanel("slug", widget=SlugInput),
        FieldPanel("description"),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """The address of the topic's page on this site."""
        return f"/topics/{self.slug}/"


class Byline(Orderable):
    """One person's part in one story."""

    article = ParentalKey(
        "publishing.ArticlePage", related_name="bylines", on_delete=models.CASCADE
    )
    author = models.ForeignKey(
        Author, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("part"), max_length=20, choices=Role.choices, default=Role.WRITER)

    panels: ClassVar[list[Any]] = [FieldPanel("author"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["article", "author", "role"], name="byline_once_per_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.author}"
