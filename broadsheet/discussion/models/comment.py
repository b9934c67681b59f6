"""A comment: what one person said, at one place in a tree."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from broadsheet.discussion.models.passage import Passage
from broadsheet.discussion.models.thread import Thread

NAME_LENGTH = 80
"""Longest name shown with a comment, in code points."""


class State(models.TextChoices):
    """Who may see a comment: everybody, the desk alone, or nobody because nothing is left."""

    PUBLISHED = "published", _("published")
    HELD = "held", _("held")
    REMOVED = "removed", _("removed")
    ERASED = "erased", _("deleted by its author")


class Comment(models.Model):
    """One comment of a thread, at its full depth in the tree.

    `score`, `up`, `down` and `reply_count` are sums kept by actions and proved by checks.
    """

    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="comments", db_index=False
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="children",
        db_index=False,
    )
    root = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="descendants",
        db_index=False,
    )
    """The top-level comment above this one; empty for a top-level comment itself."""
    depth = models.PositiveIntegerField(default=0)
    """Steps up to the top level: 0 for a top-level comment."""
    passage = models.ForeignKey(
        Passage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="comments",
        db_index=False,
    )
    """The words of the text that a top-level comment is about; replies follow theirs."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail"), blank=True)
    """Private, in lower case: shown at the desk, never on a page, in the API or in a feed."""
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    """The member of the newsroom who wrote this, if one did."""
    is_author = models.BooleanField(default=False)
    """Whether that person also wrote what is discussed."""
    visitor_key = models.CharField(max_length=64, blank=True)
    """Keyed hash of address and agent, so that nobody votes for themselves."""

    body = models.TextField(_("text"), blank=True)
    """As it was written, in the Markdown subset; empty where only HTML was imported."""
    body_html = models.TextField()
    """Cleaned when written, shown as it is."""
    fingerprint = models.CharField(max_length=64, blank=True)
    """Hash of the text alone, by which repeats are found."""

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PUBLISHED
    )
    created_at = models.DateTimeField(_("written"))
    edited_at = models.DateTimeField(null=True, blank=True)
    is_pinned = models.BooleanField(default=False)
    """Pinned comments open the page, whatever its order."""
    is_featured = models.BooleanField(default=False)
    """Picked by the newsroom: it wears a badge, in its ordinary place."""
    replies_closed = models.BooleanField(default=False)
    """Nobody may answer below this comment."""

    up = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)
    """Published comments anywhere below a top-level comment; 0 on replies."""

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate_comment", _("Can moderate the discussion"))]
        # Each index is written with each comment, so none repeats the beginning of another, and
        # what most comments do not have is left out.
        indexes = [
            models.Index(fields=["thread", "parent", "created_at", "id"], name="comment_by_time"),
            models.Index(fields=["thread", "parent", "-score", "id"], name="comment_by_score"),
            # With the parent, or SQLite prefers an index of all comments to this one of a few.
            models.Index(
                fields=["thread", "parent"], condition=Q(is_pinned=True), name="comment_pinned"
            ),
            models.Index(fields=["thread", "created_at"], name="comment_newest_in_thread"),
            models.Index(
                fields=["root", "created_at", "id"],
                condition=Q(root__isnull=False),
                name="comment_under_root",
            ),
            models.Index(
                fields=["parent"], condition=Q(parent__isnull=False), name="comment_under_parent"
            ),
            models.Index(
                fields=["passage"], condition=Q(passage__isnull=False), name="comment_on_passage"
            ),
            models.Index(
                fields=["staff"], condition=Q(staff__isnull=False), name="comment_by_staff"
            ),
            models.Index(fields=["state", "created_at", "id"], name="comment_by_state"),
            models.Index(fields=["fingerprint", "created_at"], name="comment_repeats"),
            models.Index(fields=["visitor_key", "state"], name="comment_by_visitor"),
            models.Index(fields=["email"], condition=~Q(email=""), name="comment_by_email"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(score=F("up") - F("down")), name="comment_score"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, root__isnull=True, depth=0)
                | Q(parent__isnull=False, root__isnull=False, depth__gt=0),
                name="comment_place_in_tree",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    @property
    def root_id_or_own(self) -> int:
        """The id of the top-level comment of this branch, its own for a top-level comment."""
        return self.root_id or self.pk

    @property
    def about_id(self) -> int | None:
        """The passage that it is about, which a reply has from its top-level comment."""
        return self.passage_id if self.root is None else self.root.passage_id

    @property
    def is_published(self) -> bool:
        """Whether readers see it."""
        return self.state == State.PUBLISHED
