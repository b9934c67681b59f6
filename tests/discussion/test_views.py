"""The pages of the discussion, as a browser without scripts uses them."""

import re

import pytest
from django.template.loader import render_to_string

from broadsheet.core.models import Newsroom
from broadsheet.discussion import actions, queries, voters
from broadsheet.discussion.actions import posting
from broadsheet.discussion.checks import find_differences
from broadsheet.discussion.models import Comment, State, Thread, Vote
from tests.discussion.conftest import BAKERY, FERRY

JSON = {"HTTP_ACCEPT": "application/json"}


def fields(**others: object) -> dict[str, object]:
    return {"subject": FERRY, "parent": "", "name": "Gus", "body": "Hello."} | others


def article(**asked: object) -> str:
    page = queries.discussion_page(FERRY, **asked)
    return render_to_string("discussion/_discussion.html", {"discussion": page})


@pytest.mark.usefixtures("open_house")
class TestPosting:
    def test_who_posts_lands_on_the_comment(self, guest) -> None:
        answer = guest.client.post("/comments/post/", fields())
        comment = Comment.objects.get()
        assert answer.status_code == 303
        expected = f"/harbour/ferry/?sort=oldest&page=1#comment-{comment.pk}"
        assert answer["Location"] == expected
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
        assert guest.client.get(f"/comments/{comment.pk}/")["Location"] == expected

    def test_a_comment_on_a_later_page_is_found_there(self, guest, say) -> None:
        for _ in range(20):
            say()
        answer = guest.client.post("/comments/post/", fields())
        assert "page=2#comment-" in answer["Location"]

    @pytest.mark.parametrize(
        ("sent", "field", "status"),
        [
            ({"body": ""}, "body", 422),
            ({"body": "x" * 1_000_000}, "body", 422),
            ({"body": "nul\x00"}, "body", 422),
            ({"name": ""}, "name", 422),
            ({"name": "\u202e\u202c"}, "name", 422),
            ({"name": "x" * 500}, "name", 422),
            ({"email": "not an address"}, "email", 422),
            ({"website": "http://spam.example"}, "website", 422),
            ({"parent": "4711"}, "parent", 422),
            ({"parent": "9" * 30}, "parent", 422),
            ({"parent": "abc"}, "parent", 422),
            ({"subject": "story:77"}, "", 404),
            ({"subject": ""}, "subject", 422),
        ],
    )
    def test_errors_keep_the_text_and_store_nothing(self, guest, sent, field, status) -> None:
        sent = fields(**{"email": "gus@readers.example", "body": "Precious words"} | sent)
        page = guest.client.post("/comments/post/", sent)
        assert page.status_code == status
        assert "no-store" in page["Cache-Control"]
        html = page.content.decode()
        if sent["body"] == "Precious words":
            assert "Precious words" in html
        if field in {"body", "name", "email", "website"}:
            assert re.search(f'id="comment-{field}-error" data-error-for="{field}">[^<]+<', html)
        problem = guest.client.post("/comments/post/", sent, **JSON)
        assert problem.status_code == status
        assert [error["field"] for error in problem.json()["errors"]] == [field]
        assert not Comment.objects.exists()
        assert not Thread.objects.exists()

    def test_a_parent_from_another_thread_is_refused(self, guest, say) -> None:
        elsewhere = say(subject=BAKERY).comment
        answer = guest.client.post("/comments/post/", fields(parent=elsewhere.pk))
        assert answer.status_code == 422
        assert "not part of this discussion" in answer.content.decode()

    def test_too_many_comments_wait_politely(self, guest, monkeypatch) -> None:
        monkeypatch.setattr(posting, "PER_MINUTE", 1)
        guest.client.post("/comments/post/", fields())
        answer = guest.client.post("/comments/post/", fields(body="Precious words"))
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        assert "Precious words" in answer.content.decode()

    def test_another_site_cannot_post_here(self, guest) -> None:
        answer = guest.client.post("/comments/post/", fields(), HTTP_SEC_FETCH_SITE="cross-site")
        assert answer.status_code == 403
        assert not Comment.objects.exists()

    def test_the_enhanced_page_gets_the_comment_itself(self, guest, say) -> None:
        parent = say().comment
        answer = guest.client.post("/comments/post/", fields(parent=parent.pk), **JSON)
        said = answer.json()
        assert answer.status_code == 201
        assert said["parent"] == parent.pk
        assert said["heading"] == "2 comments"
        assert f'id="comment-{said["id"]}"' in said["html"]
        assert guest.client.get(said["edit_url"]).status_code == 200

    def test_control_characters_are_dropped(self, guest) -> None:
        guest.client.post("/comments/post/", fields(body="a\x07\x1b[31mb", name="G\u202eus"))
        comment = Comment.objects.get()
        assert (comment.name, comment.body) == ("Gus", "a[31mb")

    def test_sending_twice_is_one_comment(self, guest) -> None:
        first = guest.client.post("/comments/post/", fields())
        again = guest.client.post("/comments/post/", fields())
        assert first["Location"] == again["Location"]
        assert Comment.objects.count() == 1

    def test_markup_cannot_leave_the_fields(self, guest) -> None:
        sent = fields(body="</textarea><script>x</script>", name='"><img src=x>', email="no")
        html = guest.client.post("/comments/post/", sent).content.decode()
        assert "<script>x" not in html
        assert "<img src=x>" not in html


@pytest.mark.django_db
def test_a_held_comment_is_told_honestly(guest) -> None:
    answer = guest.client.post("/comments/post/", fields(body="Precious words"))
    html = answer.content.decode()
    assert answer.status_code == 202
    assert "no-store" in answer["Cache-Control"]
    assert "Precious words" in html
    assert "First comments are read" in html
    comment = Comment.objects.get()
    edit_path = re.search(r'href="(/comments/\d+/edit/[^"]+)"', html)
    assert edit_path
    assert guest.client.get(edit_path[1]).status_code == 200
    assert guest.client.get(f"/comments/{comment.pk}/").status_code == 404
    assert "Precious words" not in article()
    said = guest.client.post("/comments/post/", fields(body="Precious words"), **JSON)
    assert said.status_code == 202
    assert said.json()["status"] == "held"
    actions.remove(comment=comment, by=None, reason="")
    gone = guest.client.post("/comments/post/", fields(body="Precious words"))
    assert gone.status_code == 410


@pytest.mark.usefixtures("open_house")
class TestPreview:
    def test_it_shows_what_would_be_published_and_stores_nothing(self, guest) -> None:
        page = guest.client.post("/comments/preview/", fields(body="*So* <b>it</b> looks"))
        html = page.content.decode()
        assert "<em>So</em> &lt;b&gt;it&lt;/b&gt; looks" in html
        assert "*So* &lt;b&gt;it&lt;/b&gt; looks</textarea>" in html
        said = guest.client.post("/comments/preview/", fields(body="*So*"), **JSON)
        assert said.json() == {"html": "<p><em>So</em></p>"}
        assert not Comment.objects.exists()

    def test_a_megabyte_is_turned_away(self, guest) -> None:
        sent = fields(body="x" * 1_000_000)
        assert guest.client.post("/comments/preview/", sent).status_code == 422
        assert guest.client.post("/comments/preview/", sent, **JSON).status_code == 422

    def test_of_nothing_it_is_empty(self, guest) -> None:
        assert guest.client.post("/comments/preview/", {}).status_code == 200
        for parent in ("9" * 5000, "99999999999999999999", "-1", "\x00", "١"):
            assert guest.client.post("/comments/preview/", fields(parent=parent)).status_code == 200


@pytest.mark.usefixtures("open_house")
class TestEditing:
    def test_the_page_mends_the_text(self, guest, say) -> None:
        posted = say("Gus", "Helo.")
        assert "Helo." in guest.client.get(posted.edit_path).content.decode()
        preview = guest.client.post(posted.edit_path, {"body": "*Hello.*", "preview": "1"})
        assert "<em>Hello.</em>" in preview.content.decode()
        answer = guest.client.post(posted.edit_path, {"body": "Hello."})
        assert answer.status_code == 303
        assert Comment.objects.get().body == "Hello."
        assert "edited" in article()

    def test_too_many_versions_wait_and_keep_the_text(self, guest, say, monkeypatch) -> None:
        monkeypatch.setattr(posting, "EDITS_PER_MINUTE", 1)
        posted = say("Gus", "Hello.")
        assert guest.client.post(posted.edit_path, {"body": "Hello!"}).status_code == 303
        answer = guest.client.post(posted.edit_path, {"body": "Hello? Precious words"})
        assert answer.status_code == 429
        assert "Precious words" in answer.content.decode()
        assert Comment.objects.get().body == "Hello!"

    @pytest.mark.parametrize("body", ["", " ", "x" * 6000, "x" * 1_000_000])
    def test_errors_keep_the_old_text(self, guest, say, body) -> None:
        posted = say("Gus", "Hello.")
        assert guest.client.post(posted.edit_path, {"body": body}).status_code == 422
        assert Comment.objects.get().body == "Hello."

    def test_a_foreign_or_old_address_is_over(self, guest, say, clock) -> None:
        posted = say()
        other = say()
        wrong = posted.edit_path.replace(f"/{posted.comment.pk}/", f"/{other.comment.pk}/")
        assert guest.client.get(wrong).status_code == 410
        assert guest.client.post(posted.edit_path + "x/", {"body": "x"}).status_code in {404, 410}
        clock.advance(minutes=16)
        assert guest.client.get(posted.edit_path).status_code == 410
        assert guest.client.post(posted.edit_path, {"body": "x"}, **JSON).status_code == 410


@pytest.mark.usefixtures("open_house")
class TestReading:
    def test_the_reply_page_shows_what_is_answered(self, guest, say) -> None:
        comment = say("Ada", "A question?").comment
        html = guest.client.get(f"/comments/{comment.pk}/reply/").content.decode()
        assert "A question?" in html
        assert f'name="parent" value="{comment.pk}"' in html
        assert guest.client.get("/comments/4711/reply/").status_code == 404

    @pytest.mark.parametrize("act", [actions.hold, actions.remove])
    def test_what_is_gone_has_no_address(self, guest, say, act) -> None:
        comment = say().comment
        act(comment=comment, by=None, reason="")
        for path in ("", "thread/", "reply/"):
            assert guest.client.get(f"/comments/{comment.pk}/{path}").status_code == 404

    def test_what_hangs_on_a_hidden_subject_has_no_address(self, guest, say, stories) -> None:
        comment = say().comment
        stories.hide(FERRY)
        for path in ("", "thread/", "reply/"):
            assert guest.client.get(f"/comments/{comment.pk}/{path}").status_code == 404
        assert queries.discussion_page(FERRY) is None
        assert queries.most_discussed(5) == []

    @pytest.mark.parametrize("number", [2**62, 2**63, 2**64, 10**40])
    def test_numbers_beyond_the_database_are_just_not_there(self, guest, number) -> None:
        for path in ("", "thread/", "reply/"):
            assert guest.client.get(f"/comments/{number}/{path}").status_code == 404
        assert guest.client.post(f"/comments/{number}/vote/", {"value": 1}).status_code == 404

    def test_a_long_branch_continues_on_its_own_page(self, guest, say) -> None:
        root = say("Root").comment
        replies = [say(parent_id=root.pk).comment for _ in range(13)]
        html = article()
        assert f'href="/comments/{root.pk}/thread/"' in html
        assert "3 more replies" in html
        assert f'id="comment-{replies[9].pk}"' in html
        assert f'id="comment-{replies[10].pk}"' not in html
        place = guest.client.get(f"/comments/{replies[12].pk}/")["Location"]
        assert place == f"/comments/{root.pk}/thread/?page=1#comment-{replies[12].pk}"
        branch = guest.client.get(f"/comments/{root.pk}/thread/").content.decode()
        assert all(f'id="comment-{reply.pk}"' in branch for reply in replies)

    def test_a_branch_turns_pages(self, guest, say) -> None:
        root = say("Root").comment
        for _ in range(60):
            say(parent_id=root.pk)
        first = guest.client.get(f"/comments/{root.pk}/thread/").content.decode()
        assert f"/comments/{root.pk}/thread/?page=2" in first
        last = guest.client.get(f"/comments/{root.pk}/thread/?page=99").content.decode()
        assert last.count('<article class="comment"') == 11

    def test_below_four_steps_a_comment_says_whom_it_answers(self, say) -> None:
        parent_id = None
        for number in range(7):
            parent_id = say(f"Reader {number}", parent_id=parent_id).comment.pk
        html = article()
        assert html.count("in reply to") == 2
        assert "<bdi>Reader 4</bdi>" in html

    def test_reading_sets_no_cookie(self, guest, say) -> None:
        comment = say().comment
        for path in ("", "thread/", "reply/"):
            assert not guest.client.get(f"/comments/{comment.pk}/{path}").cookies


@pytest.mark.usefixtures("open_house")
class TestVoting:
    def test_a_small_page_offers_to_take_it_back(self, guest, say) -> None:
        comment = say("Ada").comment
        page = guest.client.post(f"/comments/{comment.pk}/vote/", {"value": "1"})
        html = page.content.decode()
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert 'value="0"' in html
        assert f'href="/comments/{comment.pk}/"' in html
        cookie = page.cookies[voters.COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie.value not in Vote.objects.get().voter
        guest.client.post(f"/comments/{comment.pk}/vote/", {"value": "0"})
        assert not Vote.objects.exists()

    def test_the_enhanced_page_gets_the_sums(self, guest, say) -> None:
        comment = say().comment
        answer = guest.client.post(f"/comments/{comment.pk}/vote/", {"value": "-1"}, **JSON)
        assert answer.json() == {"id": comment.pk, "score": -1, "up": 0, "down": 1, "value": -1}

    def test_one_browser_counts_once_with_and_without_its_cookie(self, reader, say) -> None:
        comment = say().comment
        eve = reader("Eve", address="192.0.2.9")
        path = f"/comments/{comment.pk}/vote/"
        eve.client.post(path, {"value": "1"})
        eve.client.post(path, {"value": "1"})
        eve.client.cookies.clear()
        eve.client.post(path, {"value": "1"})
        eve.client.post(path, {"value": "1"})
        comment.refresh_from_db()
        assert comment.score == 1

    def test_two_browsers_behind_one_address_both_count(self, reader, say) -> None:
        first, second = say().comment, say().comment
        readers = [reader(name, address="192.0.2.9") for name in ("Eve", "Fay")]
        for one in readers:
            one.client.post(f"/comments/{first.pk}/vote/", {"value": "1"})
        for one in readers:
            one.client.post(f"/comments/{second.pk}/vote/", {"value": "1"})
        second.refresh_from_db()
        assert second.score == 2

    @pytest.mark.parametrize("value", ["", "2", "yes", "1.0"])
    def test_no_other_value_is_a_vote(self, guest, say, value) -> None:
        path = f"/comments/{say().comment.pk}/vote/"
        assert guest.client.post(path, {"value": value}).status_code == 422
        problem = guest.client.post(path, {"value": value}, **JSON)
        assert problem.json()["errors"][0]["field"] == "value"

    def test_a_removed_comment_takes_no_vote(self, guest, say) -> None:
        comment = say().comment
        actions.remove(comment=comment, by=None, reason="")
        assert guest.client.post(f"/comments/{comment.pk}/vote/", {"value": 1}).status_code == 404
        assert find_differences() == []

    def test_ones_own_comment_is_refused(self, guest) -> None:
        guest.client.post("/comments/post/", fields())
        path = f"/comments/{Comment.objects.get().pk}/vote/"
        assert guest.client.post(path, {"value": "1"}).status_code == 422


@pytest.mark.usefixtures("open_house")
class TestTheFragment:
    def test_without_comments_it_invites(self) -> None:
        html = article()
        assert "Be the first to comment" in html
        assert "Oldest" not in html

    def test_it_counts_in_words(self, say) -> None:
        first = say().comment
        assert ">1 comment</h2>" in article()
        say(parent_id=first.pk)
        assert ">2 comments</h2>" in article()

    def test_a_removed_comment_with_replies_is_a_tombstone(self, say) -> None:
        parent = say("Nasty Name", "Nasty words").comment
        say("Ada", "An answer", parent_id=parent.pk)
        actions.remove(comment=parent, by=None, reason="")
        html = article()
        assert "Nasty" not in html
        assert "was removed by the newsroom" in html
        assert "An answer" in html
        assert ">1 comment</h2>" in html

    def test_a_removed_comment_without_replies_is_gone(self, say) -> None:
        comment = say("Nasty Name", "Nasty words").comment
        say("Ada", "Fine words")
        actions.remove(comment=comment, by=None, reason="")
        html = article()
        assert "Nasty" not in html
        assert "removed" not in html

    def test_a_name_deep_below_a_removed_comment_is_not_told(self, say) -> None:
        parent_id = None
        for number in range(7):
            parent_id = say(f"Reader {number}", parent_id=parent_id).comment.pk
        fifth = Comment.objects.get(name="Reader 5")
        actions.remove(comment=fifth, by=None, reason="")
        assert "Reader 5" not in article()

    def test_closed_it_says_why_and_has_no_form(self, say, stories) -> None:
        say()
        stories.close(FERRY, "Everything is said.")
        html = article()
        assert "Everything is said." in html
        assert '<form class="form comment-form"' not in html
        assert "comment-reply" not in html

    def test_sorts_and_pages_are_plain_links(self, say) -> None:
        for _ in range(45):
            say()
        html = article(sort="newest", page=2)
        assert 'href="/harbour/ferry/?sort=most_voted#discussion"' in html
        assert 'href="/harbour/ferry/?sort=newest&amp;page=1#discussion"' in html
        assert 'href="/harbour/ferry/?sort=newest&amp;page=3#discussion"' in html
        assert re.search(r'sort=newest#discussion" aria-current="true">Newest', html)
        assert html.count('<article class="comment"') == 20

    def test_lists_are_closed_as_they_were_opened(self, say) -> None:
        ids = [None]
        for number in range(30):
            ids.append(say(parent_id=ids[(number * 7) % len(ids)]).comment.pk)
        html = article()
        for tag in ("ol", "li", "article", "section", "form", "div"):
            assert html.count(f"<{tag} ") + html.count(f"<{tag}>") == html.count(f"</{tag}>"), tag

    def test_numbers_in_addresses_have_no_separators(self, say) -> None:
        comment = say().comment
        Comment.objects.filter(pk=comment.pk).update(id=1_234_567)
        html = article()
        assert 'id="comment-1234567"' in html
        assert "/comments/1234567/vote/" in html

    def test_it_takes_few_questions_to_the_database(
        self, say, django_assert_max_num_queries
    ) -> None:
        for _ in range(4):
            root = say().comment
            for _ in range(12):
                say(parent_id=root.pk)
        Newsroom.current()  # every page asks for it once
        with django_assert_max_num_queries(6):
            article(sort="most_voted")

    def test_counts_are_of_published_comments(self, say) -> None:
        first = say().comment
        say(parent_id=first.pk)
        actions.remove(comment=first, by=None, reason="")
        assert queries.counts([FERRY, BAKERY]) == {FERRY: 1, BAKERY: 0}
        assert [(one.key, count) for one, count in queries.most_discussed(5)] == [(FERRY, 1)]
        assert Comment.objects.filter(state=State.REMOVED).count() == 1
