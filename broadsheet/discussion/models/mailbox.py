"""Mailboxes: addresses to which the discussion writes letters, and what they asked to hear of."""

from typing import TypeAlias

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.discussion.models.comment import Comment
from broadsheet.discussion.models.passage import Passage


class Pace(models.TextChoices):
    """How soon news is told."""

    IMMEDIATE = "immediate", _("soon after it was written")
    DAILY = "daily", _("once a day")


class Notify(models.TextChoices):
    """What somebody wants to hear of in one discussion."""

    THREAD = "thread", _("new follow-up comments")
    REPLIES = "replies", _("new replies to my comments")
    PASSAGE = "passage", _("new comments on this passage")


Wish: TypeAlias = tuple[str, int | None]
"""A kind of letter about one discussion, and the passage for the kind that is about one."""


class Mailbox(models.Model):
    """An e-mail address that a reader gave, in lower case."""

    email = models.EmailField(max_length=254, unique=True)
    language = models.CharField(max_length=16, blank=True)
    """In which letters are written; empty for the site's first language."""
    pace = models.CharField(max_length=10, choices=Pace.choices, default=Pace.IMMEDIATE)
    created_at = models.DateTimeField()
    last_letter_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    """When the news that waits is told; empty while none waits."""

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return self.email


class Subscription(models.Model):
    """What one mailbox asked to hear of in one discussion; it counts once it was confirmed."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="subscriptions")
    subject = models.CharField(max_length=190)
    kind = models.CharField(max_length=10, choices=Notify.choices)
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    """The words of which alone is told; empty for the other kinds."""
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When the owner of the mailbox said yes by a POST."""

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "subject", "kind"],
                condition=Q(passage__isnull=True),
                name="subscription_once",
            ),
            models.UniqueConstraint(
                fields=["mailbox", "passage"],
                condition=Q(passage__isnull=False),
                name="subscription_to_passage_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=Notify.PASSAGE, passage__isnull=False)
                | (~Q(kind=Notify.PASSAGE) & Q(passage__isnull=True)),
                name="subscription_names_its_passage",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject", "kind"],
                condition=Q(confirmed_at__isnull=False),
                name="subscription_confirmed",
            ),
            models.Index(
                fields=["asked_at"],
                condition=Q(confirmed_at__isnull=True),
                name="subscription_unconfirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox}: {self.get_kind_display()} on {self.subject}"


class News(models.Model):
    """That a mailbox is to hear, or has heard, of a comment: once, whatever happens to it."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="news")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_index=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "comment"], name="news_once"),
        ]

    def __str__(self) -> str:
        return f"comment {self.comment_id} for {self.mailbox_id}"


class Suppression(models.Model):
    """An address that is never written to again; the address itself is not kept."""

    class Why(models.TextChoices):
        """Who wants it so."""

        ASKED = "asked", _("its owner asked for it")
        REFUSED = "refused", _("its mail server refused a letter")

    email_hash = models.CharField(max_length=64, unique=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")

    def __str__(self) -> str:
        return f"{self.email_hash[:8]}…: {self.get_why_display()}"
