"""The sections of the paper, and pages outside the news."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from broadsheet.core.addresses import RESERVED_SEGMENTS
from broadsheet.publishing.blocks import PAGE_BLOCKS
from broadsheet.publishing.forms.page import NewsPageForm
from broadsheet.publishing.models.credited import Credited


def refuse_reserved(slug: str) -> None:
    """Raise ValidationError where `/<slug>/` already means something else on this site."""
    if slug.lower() in RESERVED_SEGMENTS:
        raise ValidationError(
            {
                "slug": _now("The address /%(slug)s/ is used by Broadsheet itself; choose another.")
                % {"slug": slug}
            }
        )


class SectionPage(Page):
    """A section of the paper, such as Politics; its articles lie under it."""

    description = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("One sentence under the section's name."),
    )

    template = "web/section.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.FrontPage"]
    subpage_types: ClassVar[list[str]] = ["publishing.ArticlePage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("description")]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("description")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def clean(self) -> None:
        """Refuse an address that the site needs for itself."""
        super().clean()
        refuse_reserved(self.slug or "")


class StaticPage(Credited, Page):
    """A page outside the news: about, privacy, imprint, the rules of discussion."""

    body = StreamField(PAGE_BLOCKS, verbose_name=_("text"), blank=True)
    has_discussion = models.BooleanField(
        _("discussion"), default=False, help_text=_("Readers may comment on this page.")
    )

    template = "web/page.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.FrontPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = NewsPageForm
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
    promote_panels: ClassVar[list[Any]] = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("has_discussion")], heading=_("Discussion")),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def clean(self) -> None:
        """Refuse an address that the site needs for itself."""
        super().clean()
        refuse_reserved(self.slug or "")
