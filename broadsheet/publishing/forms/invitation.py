"""The form by which an administrator invites a colleague."""

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.publishing.staff import ROLES


class InvitationForm(forms.Form):
    """Who is invited, and what they may do."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=150,
        help_text=_("They sign in with it. A letter with a one-time link goes there."),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=ROLES, initial=ROLES[0][0], widget=forms.RadioSelect
    )
