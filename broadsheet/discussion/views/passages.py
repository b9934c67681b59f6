"""Inline feedback: one passage, and the form for the words of one paragraph."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from broadsheet.core import subjects
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
    """Where this view of a discussion was once: it is a view of the text's own page now."""
    found = subjects.find(subject)
    if found is None:
        raise Http404
    path = passages.inline_path(found, page_number(request))
    return HttpResponseRedirect(path, status=301)


@require_safe
def block(request: HttpRequest, subject: str, block_id: str) -> HttpResponse:
    """A paragraph, its sentences to choose from, and the form."""
    found = passages.block_page(subject, block_id)
    if found is None:
        raise Http404
    form = CommentForm(initial={"subject": subject, "passage": found.choices[0].value})
    context = {"found": found, "form": form}
    return render(request, "discussion/block.html", context)
