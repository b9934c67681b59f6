"""What pages, feeds and the API ask of publishing; every list costs a fixed number of queries."""

from broadsheet.publishing.queries.desk import (
    authors_with_stories,
    due_soon,
    kept_html,
    overdue_count,
    pages_showing,
    without_credit,
)
from broadsheet.publishing.queries.discussed import discussed_at, emails_of_authors
from broadsheet.publishing.queries.front import Front, FrontSection, front
from broadsheet.publishing.queries.lists import (
    articles_after,
    author_articles,
    by_ids,
    latest,
    listed,
    related_to,
    search_articles,
    section_articles,
    sections,
    topic_articles,
)
from broadsheet.publishing.queries.loading import PER_PAGE, load_copies, prepare
from broadsheet.publishing.queries.things import (
    Menu,
    article_for_api,
    author_by_slug,
    discussed_page,
    discussed_pages,
    menu,
    public_article,
    static_pages,
    taken_down_at,
    topic_by_slug,
)

__all__ = [
    "PER_PAGE",
    "Front",
    "FrontSection",
    "Menu",
    "article_for_api",
    "articles_after",
    "author_articles",
    "author_by_slug",
    "authors_with_stories",
    "by_ids",
    "discussed_at",
    "discussed_page",
    "discussed_pages",
    "due_soon",
    "emails_of_authors",
    "front",
    "kept_html",
    "latest",
    "listed",
    "load_copies",
    "menu",
    "overdue_count",
    "pages_showing",
    "prepare",
    "public_article",
    "related_to",
    "search_articles",
    "section_articles",
    "sections",
    "static_pages",
    "taken_down_at",
    "topic_articles",
    "topic_by_slug",
    "without_credit",
]
