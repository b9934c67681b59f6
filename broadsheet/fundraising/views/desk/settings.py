"""What the desk decides: goal, milestones, account, amounts and fee."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from broadsheet.fundraising import actions, queries
from broadsheet.fundraising.forms import GivingForm
from broadsheet.fundraising.forms.amounts import typed_amount
from broadsheet.fundraising.models import FundraisingSettings
from broadsheet.fundraising.views.desk.screen import DECIDE, screen, staff


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(DECIDE)
def giving(request: HttpRequest) -> HttpResponse:
    """Goal, account and amounts."""
    currency = queries.currency()
    meter = queries.meter_now()
    settings = FundraisingSettings.current()
    campaign = queries.campaign()
    planned = campaign.milestones if campaign else []
    initial = {
        "goal": typed_amount(meter.goal_minor, currency) if meter else "",
        "account_holder": settings.account_holder,
        "iban": settings.iban,
        "account_text": settings.account_text,
        "bic": settings.bic,
        "bank_name": settings.bank_name,
        "instructions": settings.instructions,
        "suggested": " ".join(
            typed_amount(amount, currency) for amount in settings.suggested_for(currency)
        ),
        "suggested_monthly": " ".join(
            typed_amount(amount, currency) for amount in settings.suggested_monthly_for(currency)
        ),
        "milestones": "\n".join(
            f"{typed_amount(amount, currency)} {label}" for amount, label in planned
        ),
        "card_fee_percent": Decimal(settings.card_fee_hundredths).scaleb(-2),
        "card_fee_fixed": typed_amount(settings.card_fee_fixed_minor, currency),
        "minimum": typed_amount(settings.minimum_for(currency), currency),
        "other_ways": settings.other_ways,
    }
    form = GivingForm(request.POST or None, currency=currency, initial=initial)
    if form.is_valid():
        wishes = form.cleaned_data
        if wishes["goal"]:
            campaign = actions.ensure_campaign(
                goal_minor=wishes["goal"], currency=currency, by=staff(request)
            )
            actions.set_milestones(campaign=campaign, milestones=wishes["milestones"])
        actions.set_bank_account(
            holder=wishes["account_holder"],
            iban=wishes["iban"],
            account_text=wishes["account_text"],
            bic=wishes["bic"],
            bank_name=wishes["bank_name"],
            instructions=wishes["instructions"],
        )
        actions.set_offer(
            suggested_minor=wishes["suggested"],
            suggested_monthly_minor=wishes["suggested_monthly"],
            minimum_minor=wishes["minimum"] or 0,
            other_ways=wishes["other_ways"],
        )
        actions.set_card_fee(
            hundredths=int((wishes["card_fee_percent"] or 0) * 100),
            fixed_minor=wishes["card_fee_fixed"] or 0,
        )
        messages.success(request, _("Saved."))
        return redirect("fundraising_desk:giving")
    return screen(request, "giving", _("Goal and account"), {"form": form, "currency": currency})
