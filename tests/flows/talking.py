"""Somebody else in the discussion of a journey: speaks through the API, about words too."""

import itertools
import json
import re
import time
from urllib.request import Request, urlopen

from tests.flows.conftest import Live, Story

_speakers = itertools.cycle(range(1, 255))


def speak(live: Live, story: Story, body: str, **others: object) -> dict:
    """Somebody else comments; gives the answer."""
    sent = json.dumps({"name": "Petros Other", "body": body} | others).encode()
    address = f"{live.url}/api/v1/articles/{story.id}/comments/"
    headers = {
        "Content-Type": "application/json",
        "X-Forwarded-For": f"10.1.{next(_speakers)}.1",  # each from an address of their own
    }
    with urlopen(Request(address, sent, headers)) as answer:
        return json.load(answer)


def a_passage(live: Live, story: Story) -> dict:
    """Some words of a story that somebody spoke about: `id`, `exact` and the `path` of its page."""
    text = live.get(f"/api/v1/articles/{story.id}/")["body_html"]
    words = re.findall(r"<p[^>]*>([^<>&]{60,})", text)[-1].strip()
    said = f"These words, again ({time.monotonic_ns()})."
    made = speak(live, story, said, passage={"exact": words[:48].strip()})
    found = live.get(f"/api/v1/articles/{story.id}/comments/?limit=100&sort=newest")["items"]
    (passage,) = [one["passage"] for one in found if one["id"] == made["id"]]
    return passage | {"path": f"/comments/passages/{passage['id']}/", "said": said}
