"""Problem documents that name each wrong field, for scripts and for the enhanced page."""

from collections.abc import Mapping, Sequence

from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _

from broadsheet.core.answers import problem
from broadsheet.discussion.refusals import Refused


def refused_problem(refused: Refused) -> HttpResponse:
    """What an expected error looks like to a script."""
    errors = {refused.field: [refused.sentence]} if refused.field else {}
    return fields_problem(errors, status=refused.status, detail=refused.sentence)


def fields_problem(
    errors: Mapping[str, Sequence[str]], *, status: int = 422, detail: str = ""
) -> HttpResponse:
    """A problem with `errors`: one entry, field and message, for each thing that is wrong."""
    return problem(
        status,
        detail or _("Please check what you sent."),
        errors=[
            {"field": field, "message": message}
            for field, messages in errors.items()
            for message in messages
        ],
    )


def errors_of(form: Form) -> dict[str, list[str]]:
    """The sentences of a form by field; those about the whole stand under ""."""
    return {
        "" if field == "__all__" else field: [str(one) for one in errors]
        for field, errors in form.errors.items()
    }
