"""wpDiscuz's inline feedback becomes passages, and its comments stay with their words."""

import pytest

from broadsheet.core import checks
from broadsheet.discussion.models import Comment, Passage
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress.passages import INFERRED, UNKNOWN, marked_in, matched_to
from tests.transfer.wordpress.export import comment, post, wxr

pytestmark = pytest.mark.django_db

TEXT = (
    '<p>The pier was [wpdiscuz-feedback id="x1" question="Is &quot;this&quot; so?" opened="0"]'
    "closed on <em>Friday</em>[/wpdiscuz-feedback], they say.</p>\n<p>Nobody paid.</p>"
)
TWO = (
    TEXT
    + '\n<p>And [wpdiscuz-feedback id="y2" question="Why?"]nobody knew[/wpdiscuz-feedback] it.</p>'
)


def on(form: str, number: int = 1, **fields: str) -> str:
    """A comment on the passage with that row."""
    return comment(number, metas={"wpdiscuz_feedback_form_id": form}, **fields)


def outcome(report: Report, kind: str = "passages") -> dict[str, int]:
    return {name: count for name, count in report.kinds[kind].outcomes.items() if count}


def words_of() -> dict[str, str | None]:
    """Whose comment is about which words."""
    rows = Comment.objects.select_related("passage")
    return {row.name: row.passage.exact if row.passage else None for row in rows}


def test_one_passage_is_certain(move_in):
    export = wxr(post(1, on("17"), comment(2), comment(3, parent="1"), content=TEXT))
    report = move_in(export)
    assert outcome(report) == {"created": 1}
    passage = Passage.objects.get()
    assert (passage.exact, passage.question) == ("closed on Friday", 'Is "this" so?')
    assert (passage.prefix, passage.suffix[:10]) == ("The pier was ", ", they say")
    assert words_of() == {"Reader 1": "closed on Friday", "Reader 2": None, "Reader 3": None}
    assert INFERRED not in report.notes.counts
    again = move_in(export)
    assert outcome(again) == {"unchanged": 1}
    assert outcome(again, "comments") == {"unchanged": 3}
    assert Passage.objects.count() == 1
    assert not list(checks.find_differences())


def test_as_many_rows_as_passages_are_matched_in_their_order(move_in):
    report = move_in(wxr(post(1, on("31", 1), on("9", 2), content=TWO)))
    assert words_of() == {"Reader 1": "nobody knew", "Reader 2": "closed on Friday"}
    assert report.notes.counts[INFERRED] == 2


def test_where_nobody_can_tell_the_comment_is_about_the_whole(move_in):
    report = move_in(wxr(post(1, on("9"), content=TWO)))
    assert words_of() == {"Reader 1": None}
    assert report.notes.counts[UNKNOWN] == 1
    assert outcome(report) == {"created": 2}, "the questions are asked all the same"


@pytest.mark.parametrize(
    "fields",
    [
        {"content": TEXT, "status": "draft"},
        {"content": TEXT.replace("Friday</em>", "Friday</em></p>\n\n<p>at noon")},
        {"content": TEXT + TEXT},
    ],
)
def test_words_that_are_not_found_stay_with_their_comment(move_in, fields):
    forms = [on("17", 1)] + ([on("18", 2)] if fields["content"].count("[/") > 1 else [])
    export = wxr(post(1, *forms, **fields))
    report = move_in(export)
    assert outcome(report).get("skipped", 0) >= 1
    said = Comment.objects.get(name="Reader 1")
    assert said.passage is None
    assert "<blockquote>" in said.body_html
    assert "closed on Friday" in said.body_html
    assert "Comment 1" in said.body_html
    again = move_in(export)
    assert outcome(again, "comments") == {"unchanged": len(forms)}


def test_held_comments_and_what_an_editor_moved_stay(move_in):
    export = wxr(post(1, on("17", approved="0"), content=TEXT))
    move_in(export)
    assert Comment.objects.get().passage is not None
    Passage.objects.update(question="Ours now.")
    move_in(export)
    assert Passage.objects.get().question == "Ours now."


def test_what_stands_in_a_text_is_read():
    (one,) = marked_in(
        "a [wpdiscuz-feedback id='q' question=\"Q\"]b [sic] <b>c</b>[/WPDISCUZ-feedback] d"
    )
    assert (one.id, one.question, one.before, one.after) == ("q", "Q", "a ", " d")
    assert marked_in("[wpdiscuz-feedback]never closed") == []
    assert marked_in("[[wpdiscuz-feedback]]shown[[/wpdiscuz-feedback]]") == []
    assert marked_in("[wpdiscuz-feedback]" * 20_000) == []


def test_matching():
    one, two = marked_in(TWO)
    assert matched_to([one], ["5", "5"]) == {"5": 0}
    assert matched_to([one], ["5", "6"]) == {}
    assert matched_to([one, two], ["10", "9"]) == {"9": 0, "10": 1}
    assert matched_to([one], ["x"]) == {}
