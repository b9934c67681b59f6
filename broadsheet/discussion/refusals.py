"""Why something cannot be done: expected errors, each with its field and a sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Something was not accepted; nothing was stored."""

    field = ""
    """The field that the author can mend; empty where none can."""
    status = 422
    """The HTTP status that says the same."""
    said: str | Promise = _("This could not be accepted.")

    @property
    def sentence(self) -> str:
        """What to tell the author, in the reader's language."""
        return str(self.said)

    def __str__(self) -> str:
        return self.sentence


class NoSuchSubject(Refused):
    """The subject does not exist, is not public, or has no discussion."""

    status = 404
    said = _("There is no discussion here.")


class NoSuchComment(Refused):
    """The comment does not exist, or readers cannot see it."""

    status = 404
    said = _("This comment is not there any more.")


class ThreadClosed(Refused):
    """The discussion takes no more comments."""

    said: str | Promise = _("This discussion is closed.")

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.said = reason or self.said


class RepliesClosed(Refused):
    """The newsroom closed this branch."""

    field = "parent"
    said = _("Replies to this comment are closed.")


class ParentElsewhere(Refused):
    """The comment answered belongs to another discussion, or does not exist."""

    field = "parent"
    said = _("The comment you are answering is not part of this discussion.")


class ParentGone(Refused):
    """The comment answered was held or removed meanwhile."""

    field = "parent"
    said = _("The comment you are answering is not there any more.")


class NameMissing(Refused):
    """Nobody signs."""

    field = "name"
    said = _("Please give a name.")


class NameTooLong(Refused):
    """The name has more characters than the page shows."""

    field = "name"

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.said = ngettext(
            "Please shorten the name to %(limit)s character.",
            "Please shorten the name to %(limit)s characters.",
            limit,
        ) % {"limit": limit}


class TextMissing(Refused):
    """There is nothing to publish."""

    field = "body"
    said = _("Please write something.")


class TooLong(Refused):
    """The text is longer than the rules allow."""

    field = "body"

    def __init__(self, *, length: int, limit: int) -> None:
        super().__init__(length, limit)
        self.said = gettext(
            "Please shorten the text: it has %(length)s characters, and %(limit)s are allowed."
        ) % {"length": length, "limit": limit}


class TrapFilled(Refused):
    """A field that people cannot see was filled."""

    field = "website"
    said = _("Please leave this field empty; it is there to stop programs.")


class OwnComment(Refused):
    """Nobody votes for themselves."""

    field = "value"
    said = _("You cannot vote on your own comment.")


class BadVote(Refused):
    """A vote is 1, 0 or −1."""

    field = "value"
    said = _("A vote is 1 (up), -1 (down) or 0 (take back).")


class EditingOver(Refused):
    """The time in which an author may edit has passed."""

    status = 410
    said = _("The time for editing this comment has passed.")


class KeyReused(Refused):
    """An Idempotency-Key came again with something else."""

    field = "Idempotency-Key"
    said = _("This key was already used to send something else.")


class KeyTooLong(Refused):
    """An Idempotency-Key is longer than can be kept."""

    field = "Idempotency-Key"
    said = _("Please use a key of at most 200 characters.")


class NotifyUnknown(Refused):
    """The kind of notification asked for does not exist."""

    field = "notify"
    said = _("Please choose one of: none, thread, replies, and passage for words of the text.")


class EmailMissing(Refused):
    """Letters were asked for, and nobody said where to."""

    field = "email"
    said = _("Please give the e-mail address to which the letters shall go.")


class BadReason(Refused):
    """A report needs one of the reasons of its form."""

    field = "reason"
    said = _("Please choose what is wrong with the comment.")


class WrongState(Refused):
    """A moderator's act does not fit the comment's state, perhaps because another was faster."""

    status = 409

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.said = gettext("Nothing was changed: this comment is %(state)s now.") % {
            "state": state
        }


class PassageUnknown(Refused):
    """The words chosen do not stand in the text, or it is open which are meant."""

    field = "passage"
    said = _("These words do not stand in the text any more. Please choose them again.")


class PassageMissing(Refused):
    """There is no passage with this id under the subject."""

    field = "passage"
    said = _("This passage is not part of the discussion.")


class PassageTooLong(Refused):
    """More words than a comment can be about."""

    field = "passage"

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.said = gettext("Please choose fewer words: at most %(limit)s characters.") % {
            "limit": limit
        }


class PassageInReply(Refused):
    """A reply belongs to the comment that it answers, and so to its passage."""

    field = "passage"
    said = _("A reply is about the passage of the comment that it answers; leave it out.")
