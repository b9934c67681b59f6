"""Settings of the desk that nearly every request reads: each process keeps a copy for a moment."""

import time
from typing import Any, ClassVar, Final, Self

from django.db import transaction
from wagtail.contrib.settings.models import BaseGenericSetting

FRESH_SECONDS: Final = 1.0
"""How long a process may answer from its copy. The process that saved has the new one at once."""


class CopiedSetting(BaseGenericSetting):
    """One row, read through `current()`; whoever wants to change it takes `load()`."""

    _copy: ClassVar[tuple[float, Any] | None] = None

    class Meta:
        abstract = True

    @classmethod
    def current(cls) -> Self:
        """The settings, at most FRESH_SECONDS old; defaults before the first save.

        All threads share the copy: it is for reading.
        """
        copy = cls._copy
        if copy is None or time.monotonic() - copy[0] > FRESH_SECONDS:
            found = cls.base_queryset().first() or cls()
            cls._copy = copy = (time.monotonic(), found)
        return copy[1]

    @classmethod
    def forget(cls) -> None:
        """Drop this process's copy, so that the next reader asks the database."""
        cls._copy = None

    @staticmethod
    def forget_all() -> None:
        """Drop this process's copies of all settings."""
        for one in CopiedSetting.__subclasses__():
            one.forget()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let this process see the change: here at once, elsewhere with the commit."""
        super().save(*args, **kwargs)
        self.forget()
        transaction.on_commit(self.forget)
