"""A comment's own address, and the page of a branch."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from broadsheet.discussion import queries


@require_safe
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """302 to where readers find the comment; 404 for one that they cannot see."""
    found = queries.public_comment(comment_id)
    if found is None:
        raise Http404
    return HttpResponseRedirect(queries.place_of(*found))


@require_safe
def branch(request: HttpRequest, comment_id: int) -> HttpResponse:
    """A comment with everything below it, page by page."""
    found = queries.branch_page(comment_id, page=page_number(request))
    if found is None:
        raise Http404
    return render(request, "discussion/branch.html", {"branch": found})


def page_number(request: HttpRequest, parameter: str = "page") -> int:
    """The page asked for; 1 for anything that is not a number."""
    text = request.GET.get(parameter, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
