"""Passages: the words of a text that comments are about, and where they stood in each edition."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from broadsheet.discussion.models.thread import Thread
from broadsheet.discussion.passages.mapping import STANDING, Fate
from broadsheet.discussion.passages.texts import CONTEXT, Place

QUOTE_LENGTH = 2000
"""The longest passage, in code points."""
QUESTION_LENGTH = 500
BLOCK_LENGTH = 64
"""Of a block's id; Wagtail's are 36 characters long."""


class PassageState(models.TextChoices):
    """What became of the words; the values are those of `Fate`."""

    EXACT = Fate.EXACT.value, _("unchanged")
    MOVED = Fate.MOVED.value, _("moved")
    REWORDED = Fate.REWORDED.value, _("reworded")
    GONE = Fate.GONE.value, _("gone")


class PublishedText(models.Model):
    """What a subject said in one edition, kept while a passage needs it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="texts")
    revision = models.BigIntegerField()
    blocks = models.JSONField()
    """Pairs of a block's id and its words, in the order of the page."""
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("published text")
        verbose_name_plural = _("published texts")
        constraints = [
            models.UniqueConstraint(fields=["thread", "revision"], name="text_of_an_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}, {self.revision}"


class PlaceFields(models.Model):
    """A place in one edition: a stretch of a block in code points (W3C TextPositionSelector)."""

    state = models.CharField(_("state"), max_length=8, choices=PassageState.choices)
    revision = models.BigIntegerField()
    block = models.CharField(max_length=BLOCK_LENGTH)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        """The stretch."""
        return Place(self.block, self.start, self.end)

    @property
    def is_standing(self) -> bool:
        """Whether the words of the quote stand at the place."""
        return self.state in STANDING

    @property
    def is_gone(self) -> bool:
        """Whether the text has no such words any more."""
        return self.state == PassageState.GONE


class Passage(PlaceFields):
    """Words that comments are about, where they are now; of a gone passage, where they were last.

    The quote stays as it was chosen (W3C TextQuoteSelector), whatever the text says now.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField(default=0)
    """Code points of the whole text before it, by which passages are ordered."""
    exact = models.TextField(_("words"))
    prefix = models.CharField(max_length=CONTEXT, blank=True)
    suffix = models.CharField(max_length=CONTEXT, blank=True)
    question = models.CharField(_("question"), max_length=QUESTION_LENGTH, blank=True)
    """What the newsroom asks its readers about these words."""
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        indexes = [
            models.Index(fields=["thread", "position", "id"], name="passage_by_position"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_has_words"),
        ]

    def __str__(self) -> str:
        return self.exact[:60]


class PassagePlace(PlaceFields):
    """Where a passage was from an edition on, and who put it there. Rows are only ever added."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="places")
    by_name = models.CharField(max_length=150, blank=True)
    """Who re-attached it by hand; empty where it was carried automatically."""
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("place of a passage")
        verbose_name_plural = _("places of a passage")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.passage_id}: {self.get_state_display()}"
