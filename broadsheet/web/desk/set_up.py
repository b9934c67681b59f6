"""The set-up screen: a newsroom without a name gets one, and all it needs for its first day."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from broadsheet.core.models import Newsroom
from broadsheet.web.actions import Account, set_up_newsroom
from broadsheet.web.forms import SetUpForm

MAY_SET_UP = "core.change_newsroom"


@permission_required(MAY_SET_UP)
def set_up(request: HttpRequest) -> HttpResponse:
    """Ask, or open the newsroom and lead on to the desk's home."""
    form = SetUpForm(request.POST) if request.method == "POST" else SetUpForm.of(Newsroom.current())
    if form.is_bound and form.is_valid() and _opened(request, form):
        messages.success(request, _("The newsroom is set up. Write the first story."))
        return redirect("wagtailadmin_home")
    context = {"page_title": _("Set up the newsroom"), "header_icon": "home", "form": form}
    return render(request, "web/desk/set_up.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, form: SetUpForm) -> bool:
    data = form.cleaned_data
    account = Account(data["account_holder"], data["iban"], data["account_text"])
    try:
        set_up_newsroom(
            title=data["title"],
            tagline=data["tagline"],
            time_zone=data["time_zone"],
            currency=data["currency"],
            goal_minor=data.get("goal_minor", 0),
            sections=data["sections"],
            account=account if account.holder else None,
            by=request.user if request.user.is_authenticated else None,
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True
