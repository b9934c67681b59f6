"""Passages are kept with their comments, go along with each edition, and come back."""

import pytest

from broadsheet.discussion import actions
from broadsheet.discussion.checks import find_differences
from broadsheet.discussion.models import Comment, Passage, PassagePlace, PublishedText
from broadsheet.discussion.passages.choosing import Chosen
from broadsheet.discussion.refusals import (
    PassageInReply,
    PassageMissing,
    PassageTooLong,
    PassageUnknown,
    TextMissing,
)
from tests.discussion.conftest import ARTICLE, FERRY

FIRST = "The ferry stays in port until Monday, the harbour master said."
SECOND = "Trams run every ten minutes, and later at night."
QUOTE = "stays in port until Monday"


@pytest.fixture(autouse=True)
def written(stories):
    stories.write(FERRY, a=FIRST, b=SECOND)


def publish(stories, **blocks: str) -> Passage:
    """The next edition is published; gives the one passage as it is then."""
    stories.write(FERRY, **blocks)
    actions.carry_passages(subject=FERRY)
    return Passage.objects.get()


def test_a_comment_is_about_words(say):
    comment = say(passage=Chosen(exact=QUOTE)).comment
    passage = comment.passage
    assert (passage.block, passage.start, passage.end) == ("a", 10, 36)
    assert passage.exact == QUOTE
    assert passage.prefix == "The ferry "
    assert passage.suffix == ", the harbour master said."
    assert (passage.revision, passage.state) == (101, "exact")


def test_the_same_words_are_the_same_passage(say):
    first = say("Ada", passage=Chosen(exact=QUOTE)).comment
    second = say("Gus", passage=Chosen(block="a", start=10, end=36)).comment
    third = say("Max", passage=Chosen(id=first.passage_id)).comment
    assert first.passage_id == second.passage_id == third.passage_id


def test_words_around_tell_equal_words_apart(say, stories):
    stories.write(FERRY, a="A vote. Then another vote.", b="No vote.")
    chosen = Chosen(exact="vote", prefix="another ", suffix=".")
    assert say(passage=chosen).comment.passage.start == 21
    with pytest.raises(PassageUnknown):
        say(passage=Chosen(exact="vote"))


@pytest.mark.parametrize(
    ("chosen", "error"),
    [
        (Chosen(exact="never said"), PassageUnknown),
        (Chosen(block="z", start=0, end=3), PassageUnknown),
        (Chosen(id=4711), PassageMissing),
        (Chosen(exact="x" * 5000), PassageTooLong),
        (Chosen(), PassageUnknown),
    ],
)
def test_words_that_are_not_there_are_refused(say, chosen, error):
    with pytest.raises(error):
        say(passage=chosen)
    assert not Comment.objects.exists()


def test_a_reply_has_no_passage_of_its_own(say):
    parent = say().comment
    with pytest.raises(PassageInReply):
        say(parent_id=parent.pk, passage=Chosen(exact=QUOTE))


def test_words_go_along_and_come_back(say, stories):
    say(passage=Chosen(exact=QUOTE))
    moved = publish(stories, a="Today: " + FIRST, b=SECOND)
    assert (moved.state, moved.start, moved.revision) == ("moved", 17, 102)
    same = publish(stories, a="Today: " + FIRST, b=SECOND + " Mostly.")
    assert (same.state, same.revision) == ("exact", 103)
    gone = publish(stories, b=SECOND)
    assert gone.state == "gone"
    assert gone.exact == QUOTE
    assert gone.revision == 103, "the last edition that had the words"
    still = publish(stories, b=SECOND, c="Something else.")
    assert still.state == "gone"
    back = publish(stories, a=FIRST, b=SECOND)
    assert (back.state, back.revision, back.start) == ("moved", 106, 10)
    assert [row.state for row in back.places.all()] == [
        *("exact", "moved", "exact", "exact", "gone", "moved"),
    ]
    assert PublishedText.objects.count() == 1, "what is not needed any more is forgotten"
    assert find_differences() == []


def test_reworded_words_keep_their_quote_and_come_back(say, stories):
    say(passage=Chosen(exact=FIRST))
    new = FIRST.replace("until Monday", "until Tuesday")
    reworded = publish(stories, a=new, b=SECOND)
    assert (reworded.state, reworded.exact) == ("reworded", FIRST)
    later = publish(stories, a="Today: " + new, b=SECOND)
    assert (later.state, later.start) == ("reworded", 7)
    assert publish(stories, a=FIRST, b=SECOND).state == "exact"


def test_publishing_the_same_edition_again_changes_nothing(say, stories):
    say(passage=Chosen(exact=QUOTE))
    for _ in range(2):
        actions.carry_passages(subject=FERRY)
    assert PassagePlace.objects.count() == 1


def test_a_choice_from_an_older_page_is_found_in_the_present_text(say, stories):
    say(passage=Chosen(exact="every ten minutes"))
    stories.write(FERRY, a="Today: " + FIRST, b=SECOND)
    late = Chosen(exact=QUOTE, block="a", start=10, end=36, prefix="The ferry ")
    comment = say(passage=late).comment
    assert (comment.passage.start, comment.passage.revision) == (17, 102)
    assert {one.revision for one in Passage.objects.all()} == {102}


def test_an_editor_asks_and_takes_it_back(say, editor):
    passage = actions.ask(
        subject=FERRY, chosen=Chosen(exact=QUOTE), question="Were you on board?", by=editor
    )
    assert (passage.question, passage.asked_by_name) == ("Were you on board?", "Erin Editor")
    assert say(passage=Chosen(id=passage.pk)).comment.passage == passage
    again = actions.ask(subject=FERRY, chosen=Chosen(id=passage.pk), question="", by=editor)
    assert (again.question, again.asked_by) == ("", None)
    with pytest.raises(TextMissing):
        actions.ask(subject=FERRY, chosen=Chosen(exact="Trams"), question=" ", by=editor)


def test_a_lost_passage_is_attached_by_hand(say, stories, editor):
    say(passage=Chosen(exact=QUOTE))
    publish(stories, a="The boat is kept in harbour to begin of week.", b=SECOND)
    passage = actions.reattach(
        passage_id=Passage.objects.get().pk, chosen=Chosen(exact="The boat is kept"), by=editor
    )
    assert (passage.state, passage.exact, passage.start) == ("reworded", QUOTE, 0)
    assert passage.places.last().by_name == "Erin Editor"
    assert publish(stories, a=FIRST, b=SECOND).state in ("exact", "moved")


def test_the_check_finds_a_passage_that_lost_its_words(say):
    passage = say(passage=Chosen(exact=QUOTE)).comment.passage
    assert find_differences() == []
    Passage.objects.filter(pk=passage.pk).update(start=9)
    (found,) = find_differences()
    assert (found.what, found.expected, found.found) == (
        *("words of a passage", QUOTE, " " + QUOTE),
    )


def test_the_check_finds_passages_that_were_left_behind(say, stories):
    say(passage=Chosen(exact=QUOTE))
    stories.write(FERRY, a=FIRST, b="Other words.")
    (found,) = find_differences()
    assert (found.what, found.expected, found.found) == ("edition of passages", "102", "101")


class TestApi:
    @pytest.fixture(autouse=True)
    def written(self, stories, open_house):
        stories.write(ARTICLE, a=FIRST, b=SECOND)

    def post(self, client, passage, **more):
        sent = {"name": "Ada", "body": "So it is.", "passage": passage} | more
        return client.post("/api/v1/articles/7/comments/", sent, content_type="application/json")

    def test_the_passage_comes_back_as_it_was_sent(self, guest):
        sent = {
            "revision": 101,
            "block": "a",
            "start": 10,
            "end": 36,
            "exact": QUOTE,
            "prefix": "The ferry ",
            "suffix": ", the harbour master said.",
        }
        assert self.post(guest.client, sent).status_code == 201
        (item,) = guest.client.get("/api/v1/articles/7/comments/").json()["items"]
        assert item["passage"].items() >= (sent | {"state": "exact"}).items()

    @pytest.mark.parametrize("passage", [{"exact": "never"}, {"start": -1}, {"id": 9}, "words"])
    def test_a_wrong_passage_is_named(self, guest, passage):
        answer = self.post(guest.client, passage)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"].startswith("passage")
        assert not Comment.objects.exists()

    def test_comments_without_one_say_null(self, guest):
        assert self.post(guest.client, None).status_code == 201
        (item,) = guest.client.get("/api/v1/articles/7/comments/").json()["items"]
        assert item["passage"] is None

    def test_annotations_follow_the_w3c(self, guest):
        self.post(guest.client, {"exact": QUOTE})
        self.post(guest.client, None, body="On the whole.")
        self.post(guest.client, {"exact": "Trams"}, body="Late again.")
        answer = guest.client.get("/api/v1/articles/7/annotations/?limit=1")
        assert answer["Content-Type"].startswith("application/ld+json")
        page = answer.json()
        assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
        (item,) = page["items"]
        assert (item["type"], item["motivation"]) == ("Annotation", "commenting")
        assert item["creator"] == {"type": "Person", "name": "Ada"}
        quote, position, fragment = item["target"]["selector"]
        assert quote == {
            "type": "TextQuoteSelector",
            "exact": QUOTE,
            "prefix": "The ferry ",
            "suffix": ", the harbour master said.",
        }
        assert position == {"type": "TextPositionSelector", "start": 10, "end": 36}
        assert fragment["refinedBy"] == position
        last = guest.client.get(page["next"]).json()
        start = len(FIRST) + 1
        assert last["items"][0]["target"]["selector"][1] == {
            "type": "TextPositionSelector",
            "start": start,
            "end": start + 5,
        }
        assert "next" not in last
        bad = guest.client.get("/api/v1/articles/7/annotations/?cursor=x")
        assert bad.status_code == 422
