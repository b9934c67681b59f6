"""Pictures and their renditions: each says whose it is, on the page and inside the file."""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.search import index

from broadsheet.publishing.rendering import CreditFilter


class Picture(AbstractImage):
    """A picture of the newsroom. `description` is its alternative text."""

    description = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("What a reader who cannot see the picture should know."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_(
            "Whose picture this is, as Name/AGENCY. Left empty, it is read from the file."
            " A story cannot be published with a picture that has no credit."
        ),
    )
    credit_unknown = models.BooleanField(
        _("credit unknown"),
        default=False,
        editable=False,
        help_text=_(
            "Came from elsewhere without a credit; shown with these words until one is set."
        ),
    )
    caption = models.CharField(
        _("caption"),
        max_length=600,
        blank=True,
        help_text=_("What the picture shows; a story may say it in its own words."),
    )

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "file",
        "credit",
        "caption",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields: ClassVar[list[Any]] = [
        *AbstractImage.search_fields,
        index.SearchField("credit"),
        index.SearchField("caption"),
        index.FilterField("credit"),
        index.FilterField("credit_unknown"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions: ClassVar[list[tuple[str, str]]] = [
            ("choose_image", "Can choose image"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(credit_unknown=False) | models.Q(credit=""),
                name="picture_credit_known_or_unknown",
            ),
        ]

    @property
    def lacks_credit(self) -> bool:
        """Whether it may not be published: no credit, and not kept as unknown either."""
        return not self.credit and not self.credit_unknown

    @property
    def default_alt_text(self) -> str:
        """The description; empty rather than a file's name, which tells a listener nothing."""
        return self.description

    def get_upload_to(self, filename: str) -> str:
        """A name that no picture had before, deleted ones included: readers keep it for a year.

        What makes it so stands in front: of a long name, Wagtail cuts off the end.
        """
        name: str = super().get_upload_to(f"{secrets.token_hex(4)}-{filename}")
        return name

    def clean(self) -> None:
        """A credit that is given is known."""
        super().clean()
        if self.credit:
            self.credit_unknown = False

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> Any:
        """Make a smaller copy which carries the credit in its own metadata."""
        return super().generate_rendition_file(CreditFilter(spec=filter.spec), source=source)


class PictureRendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(Picture, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            ),
        ]
