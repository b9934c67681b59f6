"""The nouns of publishing: pages, people, topics and pictures."""

from broadsheet.publishing.models.article import ArticlePage
from broadsheet.publishing.models.front import FrontPage
from broadsheet.publishing.models.pages import SectionPage, StaticPage
from broadsheet.publishing.models.people import Author, Byline, Role, Topic
from broadsheet.publishing.models.picture import Picture, PictureRendition

__all__ = [
    "ArticlePage",
    "Author",
    "Byline",
    "FrontPage",
    "Picture",
    "PictureRendition",
    "Role",
    "SectionPage",
    "StaticPage",
    "Topic",
]
