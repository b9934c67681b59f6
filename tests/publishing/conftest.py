"""A small paper: two sections, two authors, a topic, pictures on demand."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from broadsheet.publishing import actions
from broadsheet.publishing.models import (
    ArticlePage,
    Author,
    FrontPage,
    Picture,
    SectionPage,
    Topic,
)

MORNING = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def picture_file(
    *, size: tuple[int, int] = (64, 40), kind: str = "JPEG", name: str = "harbour.jpg", **options
) -> ContentFile:
    """A small picture as somebody would upload it."""
    out = io.BytesIO()
    Image.new("RGB", size, "#3a6ea5").save(out, kind, **options)
    return ContentFile(out.getvalue(), name=name)


@dataclass
class Paper:
    """What a test writes about."""

    front: FrontPage
    harbour: SectionPage
    council: SectionPage
    ada: Author
    ben: Author
    ferries: Topic

    def picture(self, **more: Any) -> Picture:
        """A picture by Ada for an agency."""
        values = {
            "file": picture_file(),
            "title": "Harbour at dawn",
            "credit": "Ada Quay/EXAMPLE",
            "description": "Ships at a pier",
        }
        return actions.save_picture(**(values | more))

    def story(self, slug: str = "ferry-row", **more: Any) -> ArticlePage:
        """A live story in the harbour section."""
        values: dict[str, Any] = {
            "section": self.harbour,
            "slug": slug,
            "title": "Ferries stay in port",
            "standfirst": "The strike goes into its second week.",
            "body": [{"type": "paragraph", "value": "<p>Nothing moved on Friday.</p>"}],
            "bylines": [(self.ada, "writer")],
            "published_at": MORNING,
            "live": True,
        }
        return actions.save_article(**(values | more))

    def stories(self, count: int, **more: Any) -> list[ArticlePage]:
        """Live stories, an hour apart, the last one the newest."""
        return [
            self.story(
                slug=f"story-{number}",
                title=f"Story {number}",
                published_at=MORNING + timedelta(hours=number),
                **more,
            )
            for number in range(count)
        ]


@pytest.fixture
def paper(db) -> Paper:
    """The small paper."""
    front = actions.ensure_front_page(title="The Example")
    return Paper(
        front=front,
        harbour=actions.save_section(title="Harbour", slug="harbour"),
        council=actions.save_section(title="Council", slug="council"),
        ada=actions.save_author(name="Ada Quay", slug="ada-quay", role="Harbour reporter"),
        ben=actions.save_author(name="Ben Moor", slug="ben-moor"),
        ferries=actions.save_topic(name="Ferries", slug="ferries"),
    )
