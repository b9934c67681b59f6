"""Pages that list stories without being a page of the tree: author, topic, search."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from broadsheet.core.addresses import absolute
from broadsheet.core.text import clean_line
from broadsheet.discussion import queries as discussion
from broadsheet.publishing import queries as publishing
from broadsheet.web.asked import existing, page_number

LONGEST_SEARCH = 200


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """`/authors/<slug>/`: who somebody is, and their stories."""
    found = publishing.author_by_slug(slug)
    if found is None:
        raise Http404("Nobody of this name writes here.")
    number = page_number(request)
    context = {
        "author": found,
        "stories": existing(publishing.author_articles(found, number), number),
        "address": absolute(found.path),
    }
    return render(request, "web/author.html", context)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """`/topics/<slug>/`: the stories about something."""
    found = publishing.topic_by_slug(slug)
    if found is None:
        raise Http404("There is no such topic.")
    number = page_number(request)
    context = {
        "topic": found,
        "stories": existing(publishing.topic_articles(found, number), number),
        "address": absolute(found.path),
    }
    return render(request, "web/topic.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/search/?q=`: stories and comments in which the words occur."""
    query = clean_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    context: dict[str, object] = {"query": query}
    if query:
        number = page_number(request)
        context["stories"] = existing(publishing.search_articles(query, number), number)
        if number == 1:
            context["comments"] = discussion.search_comments(query)
    return render(request, "web/search.html", context)
