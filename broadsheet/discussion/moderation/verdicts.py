"""The three verdicts on a comment."""

from dataclasses import dataclass

from broadsheet.discussion.refusals import Refused


@dataclass(frozen=True)
class Publish:
    """Readers see it at once."""


@dataclass(frozen=True)
class Hold:
    """It waits for a moderator; its author is told why."""

    reason: str


@dataclass(frozen=True)
class Refuse:
    """It is not stored; its author can mend it."""

    error: Refused


Verdict = Publish | Hold | Refuse
