"""Inline feedback: one passage, all of a text, and the form for the words of one paragraph."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from broadsheet.discussion.forms import CommentForm
from broadsheet.discussion.queries import passages
from broadsheet.discussion.views.reading import page_number


@require_safe
def passage(request: HttpRequest, passage_id: int) -> HttpResponse:
    """A passage with its comments and the form."""
    found = passages.passage_page(passage_id)
    if found is None:
        raise Http404
    return render(request, "discussion/passage.html", {"found": found})


@require_safe
def inline(request: HttpRequest, subject: str) -> HttpResponse:
    """Everything that was said about passages of one text, in the order of the text."""
    found = passages.inline_page(subject, page_number(request))
    if found is None:
        raise Http404
    return render(request, "discussion/inline.html", {"inline": found})


@require_safe
def block(request: HttpRequest, subject: str, block_id: str) -> HttpResponse:
    """A paragraph, its sentences to choose from, and the form."""
    found = passages.block_page(subject, block_id)
    if found is None:
        raise Http404
    form = CommentForm(initial={"subject": subject, "passage": found.choices[0].value})
    context = {"found": found, "form": form}
    return render(request, "discussion/block.html", context)
