"""What was moved in already, so that an import can be repeated and resumed."""

from django.db import models


class Imported(models.Model):
    """One thing of another system and what it became here.

    Written in the same transaction as the object itself, so that after a kill each thing is
    either here with its row or not here at all.
    """

    source = models.CharField(max_length=255)
    """The old site, such as "example.org/blog": host and path, without scheme."""
    kind = models.CharField(max_length=20)
    """The kind of the object here, such as "article" or "comment"."""
    key = models.CharField(max_length=255)
    """What the old site called it, such as its post id."""
    object_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    """Of all that was written; the same digest again means that nothing is to do."""
    revision_id = models.BigIntegerField(null=True, blank=True)
    """The page's latest revision as the import left it; another one means somebody edited here."""
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "key"], name="imported_once_for_each_source"
            )
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="imported_by_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.source}"
