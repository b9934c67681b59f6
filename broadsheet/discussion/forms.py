"""Input from readers, parsed: the fields a person can mend are named when something is wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.core.text import clean_line
from broadsheet.discussion.models.comment import NAME_LENGTH


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
    body = forms.CharField(
        label=_("Comment"),
        strip=False,
        error_messages={"required": _("Please write something.")},
    )
    website = forms.CharField(required=False, max_length=2000)

    def clean_name(self) -> str:
        """The name on one line, without characters that a page cannot show."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Please give a name."))
        return name

    def as_arguments(self) -> dict[str, Any]:
        """What `actions.post_comment` takes of it."""
        sent = self.cleaned_data
        return {
            "subject": sent["subject"],
            "parent_id": sent["parent"],
            "name": sent["name"],
            "email": sent["email"],
            "body": sent["body"],
            "trap": sent["website"],
        }


class EditForm(forms.Form):
    """A new text for a comment."""

    use_required_attribute = False

    body = forms.CharField(
        label=_("Comment"),
        strip=False,
        error_messages={"required": _("Please write something.")},
    )


class VoteForm(forms.Form):
    """A vote: 1, 0 or −1."""

    value = forms.TypedChoiceField(choices=[(1, ""), (0, ""), (-1, "")], coerce=int)
