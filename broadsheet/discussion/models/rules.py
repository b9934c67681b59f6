"""The rules of the discussion, as the newsroom sets them at the desk."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import register_setting

from broadsheet.core.copied import CopiedSetting


@register_setting(icon="comment", order=300)
class DiscussionRules(CopiedSetting):
    """What is held, how long comments may be, and how much of a thread a page shows."""

    hold_first_comments = models.BooleanField(
        _("hold the first comment of a new guest"),
        default=True,
        help_text=_(
            "A guest is known once a comment from the same place under that name was published."
        ),
    )
    link_limit = models.PositiveSmallIntegerField(
        _("links allowed in a comment"),
        default=2,
        help_text=_("A comment with more links is held until somebody has read it."),
    )
    reports_to_hold = models.PositiveSmallIntegerField(
        _("reports that hold a comment"),
        default=3,
        help_text=_("From as many different readers, until somebody has decided. 0 holds nothing."),
    )
    max_length = models.PositiveIntegerField(
        _("longest comment, in characters"),
        default=5000,
        validators=[MinValueValidator(100), MaxValueValidator(20_000)],
    )
    comments_per_page = models.PositiveSmallIntegerField(
        _("comments on a page"),
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(100)],
        help_text=_("Top-level comments; their replies come with them."),
    )
    replies_shown = models.PositiveSmallIntegerField(
        _("replies shown under a comment"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Longer branches continue on a page of their own."),
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("close threads after this many days"),
        default=0,
        help_text=_("Counted from the last comment. 0 keeps every thread open."),
    )
    rules_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page with the comment rules"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Linked above the comment form."),
    )

    select_related = ["rules_page"]

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("hold_first_comments"),
                FieldPanel("link_limit"),
                FieldPanel("reports_to_hold"),
                FieldPanel("max_length"),
            ],
            heading=_("What is held or refused"),
        ),
        MultiFieldPanel(
            [FieldPanel("comments_per_page"), FieldPanel("replies_shown")], heading=_("Pages")
        ),
        FieldPanel("close_after_days"),
        PageChooserPanel("rules_page"),
    ]

    class Meta:
        verbose_name = _("comment rules")
        verbose_name_plural = _("comment rules")
