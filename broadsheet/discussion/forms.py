"""Input from readers, parsed: the fields a person can mend are named when something is wrong."""

from typing import Any

import pydantic
from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.core.forms import unchanging
from broadsheet.core.text import clean_line
from broadsheet.discussion.actions.posting import NOTHING
from broadsheet.discussion.models import Notify, Pace, Reason
from broadsheet.discussion.models.comment import NAME_LENGTH
from broadsheet.discussion.models.passage import BLOCK_LENGTH, QUESTION_LENGTH, QUOTE_LENGTH
from broadsheet.discussion.models.report import NOTE_LENGTH
from broadsheet.discussion.passages.choosing import Chosen
from broadsheet.discussion.refusals import EmailMissing, NotifyUnknown

OF_A_DISCUSSION = [one for one in Notify.choices if one[0] != Notify.PASSAGE]
"""What can be asked for where no words are chosen."""
NOTIFY_CHOICES = [(NOTHING, _("nothing")), *Notify.choices]
_LARGEST = 2**63 - 1


class PassageIn(pydantic.BaseModel):
    """Words chosen on a page: an `id`, or `exact` with what helps to find them."""

    id: int | None = pydantic.Field(default=None, ge=1, le=_LARGEST)
    revision: int | None = None
    block: str = pydantic.Field(default="", max_length=BLOCK_LENGTH)
    start: int | None = pydantic.Field(default=None, ge=0, le=_LARGEST)
    end: int | None = pydantic.Field(default=None, ge=0, le=_LARGEST)
    exact: str = pydantic.Field(default="", max_length=2 * QUOTE_LENGTH)
    prefix: str = pydantic.Field(default="", max_length=QUOTE_LENGTH)
    suffix: str = pydantic.Field(default="", max_length=QUOTE_LENGTH)
    state: str = ""
    """As answers have it; it is not read."""

    def chosen(self) -> Chosen:
        """For the actions. The revision is not needed: the words are looked for as they are."""
        return Chosen(
            exact=self.exact,
            block=self.block,
            start=self.start,
            end=self.end,
            prefix=self.prefix,
            suffix=self.suffix,
            id=self.id,
        )


def chosen_in(text: str) -> Chosen | None:
    """The passage of a form's field as it came; None where it is empty or wrong."""
    try:
        return PassageIn.model_validate_json(text).chosen() if text else None
    except pydantic.ValidationError:
        return None


class PassageField(forms.CharField):
    """A passage as JSON in a hidden field or the value of a choice."""

    def clean(self, value: Any) -> Chosen | None:
        """The passage; None where the field is empty."""
        text = super().clean(value)
        if not text:
            return None
        chosen = chosen_in(text)
        if chosen is None:
            raise forms.ValidationError(_("Please choose the words again."))
        return chosen


@unchanging
class CommentForm(forms.Form):
    """A comment as a guest sends it. How long it may be is decided by the phases."""

    use_required_attribute = False

    subject = forms.CharField(max_length=190)
    parent = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Please give a name.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Please check the e-mail address, or leave it out.")},
    )
    notify = forms.ChoiceField(
        label=_("Notify me of"),
        choices=NOTIFY_CHOICES,
        required=False,
        error_messages={"invalid_choice": NotifyUnknown.said},
    )
    body = forms.CharField(
        label=_("Comment"),
        strip=False,
        error_messages={"required": _("Please write something.")},
    )
    website = forms.CharField(required=False, max_length=2000)
    passage = PassageField(required=False, max_length=20_000)

    @property
    def notify_choices(self) -> list[tuple[str, Any]]:
        """What may be asked for here: of a passage only where the form is about one."""
        if self["passage"].value():
            return NOTIFY_CHOICES
        return [NOTIFY_CHOICES[0], *OF_A_DISCUSSION]

    def clean_name(self) -> str:
        """The name on one line, without characters that a page cannot show."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Please give a name."))
        return name

    def clean_notify(self) -> str:
        """What to hear of; nothing where nothing was said."""
        return self.cleaned_data["notify"] or NOTHING

    def clean(self) -> dict[str, Any]:
        """Letters need an address."""
        sent = super().clean() or {}
        wants_letters = sent.get("notify", NOTHING) != NOTHING
        if wants_letters and not sent.get("email") and "email" not in self.errors:
            self.add_error("email", EmailMissing().sentence)
        return sent

    def as_arguments(self) -> dict[str, Any]:
        """What `actions.post_comment` takes of it."""
        sent = self.cleaned_data
        return {
            "subject": sent["subject"],
            "parent_id": sent["parent"],
            "name": sent["name"],
            "email": sent["email"],
            "body": sent["body"],
            "notify": sent["notify"],
            "trap": sent["website"],
            # The page's one form may have been about words before it came to a comment.
            "passage": None if sent["parent"] else sent["passage"],
        }


class EditForm(forms.Form):
    """A new text for a comment."""

    use_required_attribute = False

    body = forms.CharField(
        label=_("Comment"),
        strip=False,
        error_messages={"required": _("Please write something.")},
    )


class MailboxForm(forms.Form):
    """An e-mail address, from somebody who may or may not own it."""

    use_required_attribute = False

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={
            "required": _("Please give an e-mail address."),
            "invalid": _("Please check the e-mail address."),
        },
    )
    website = forms.CharField(required=False, max_length=2000)

    def clean_website(self) -> str:
        """A field that people cannot see stays empty."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please leave this field empty."))
        return ""


class SubscribeForm(MailboxForm):
    """What somebody wants to hear of, and where."""

    subject = forms.CharField(max_length=190)
    passage = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)
    notify = forms.ChoiceField(
        label=_("Notify of"),
        choices=Notify.choices,
        error_messages={"invalid_choice": NotifyUnknown.said, "required": NotifyUnknown.said},
    )

    @property
    def notify_choices(self) -> list[tuple[str, Any]]:
        """What may be asked for here: of a passage only where the form is about one."""
        return Notify.choices if self["passage"].value() else OF_A_DISCUSSION


class PaceForm(forms.Form):
    """How soon news is told."""

    pace = forms.ChoiceField(label=_("When letters come"), choices=Pace.choices)


class ReportForm(forms.Form):
    """What is wrong with a comment."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what is wrong with the comment.")},
    )
    note = forms.CharField(
        label=_("Anything that helps us to judge"), required=False, max_length=NOTE_LENGTH
    )


class DeskPassageForm(forms.Form):
    """What the newsroom says about a passage: one that there is, or words of the text."""

    passage = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)
    words = forms.CharField(required=False, max_length=2 * QUOTE_LENGTH)
    question = forms.CharField(required=False, max_length=QUESTION_LENGTH)


@unchanging
class VoteForm(forms.Form):
    """A vote: 1, 0 or −1."""

    value = forms.TypedChoiceField(choices=[(1, ""), (0, ""), (-1, "")], coerce=int)
