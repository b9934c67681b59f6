"""What staff do at the desk, through Wagtail's own screens."""

import json
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from broadsheet.core.models import Announcement, Letter
from broadsheet.publishing import actions
from broadsheet.publishing.credits import xmp_packet
from broadsheet.publishing.models import ArticlePage, Author, Picture
from tests.publishing.conftest import picture_file


@pytest.fixture
def desk(client: Client, editor) -> Client:
    """The editor's browser."""
    client.force_login(editor)
    return client


def story_form(paper, *, blocks=(), hero=None, **more) -> dict[str, str]:
    """An article as the desk's form sends it."""
    values = {
        "title": "Ferries stay in port",
        "slug": "ferry-row",
        "kicker": "",
        "standfirst": "The strike goes on.",
        "dateline": "",
        "hero": str(hero.pk) if hero else "",
        "hero_caption": "",
        "seo_title": "",
        "search_description": "",
        "updated_at": "",
        "has_discussion": "on",
        "go_live_at": "",
        "expire_at": "",
        "body": streamfield(list(blocks)),
        "bylines": inline_formset([{"author": str(paper.ada.pk), "role": "writer"}]),
        "comments": inline_formset([]),
    }
    return nested_form_data(values | more)


def add_story(desk: Client, paper, form: dict[str, str]):
    address = reverse(
        "wagtailadmin_pages:add", args=["publishing", "articlepage", paper.harbour.pk]
    )
    return desk.post(address, form)


def picture_block(picture: Picture, **more):
    return ("picture", {"picture": str(picture.pk), "caption": "", "alt": ""} | more)


class TestPublishing:
    def test_an_editor_writes_and_publishes_with_every_kind_of_block(self, desk, paper):
        picture = paper.picture()
        rich = json.dumps(
            {
                "blocks": [
                    {
                        "key": "a",
                        "text": "Nothing moved.",
                        "type": "unstyled",
                        "depth": 0,
                        "inlineStyleRanges": [],
                        "entityRanges": [],
                    }
                ],
                "entityMap": {},
            }
        )
        response_form = {
            "kind": "rejects",
            "speaker": "Union",
            "role": "",
            "text": "Not true.",
            "said_at": "2026-11-20 09:00",
            "source_title": "",
            "source_url": "https://union.example/statement",
        }
        blocks = [
            ("paragraph", rich),
            ("heading", {"text": "What happened", "level": "3"}),
            ("pull_quote", {"text": "Enough.", "attribution": "A sailor"}),
            ("quote", {"text": "We wait.", "speaker": "Ana", "role": "cook", "via": "AFP"}),
            picture_block(picture, caption="Ships"),
            ("list", {"ordered": "on", "items": streamfield([("item", rich)])}),
            ("correction", {"text": "Two, not three.", "corrected_at": "2026-11-20 10:00"}),
            (
                "claim",
                {
                    "text": "A drill was sabotaged.",
                    "speaker": "Harbour board",
                    "role": "operator",
                    "said_at": "2026-11-19 00:00",
                    "place": "press conference",
                    "source_title": "Statement",
                    "source_url": "https://board.example/",
                    "responses": streamfield([("item", response_form)]),
                    "status": "not_verified",
                    "status_note": "",
                },
            ),
            ("code", {"text": "print(1)", "language": "python"}),
            ("table", {"html": "<table><tr><td onclick='x()'>1</td></tr></table>"}),
            ("html", {"html": "<script>alert(1)</script><p>kept</p>"}),
        ]
        answer = add_story(
            desk, paper, story_form(paper, blocks=blocks, hero=picture, **{"action-publish": "1"})
        )
        assert answer.status_code == 302, answer.context["form"].errors
        story = ArticlePage.objects.get()
        assert story.live
        assert [block.block_type for block in story.body] == [kind for kind, _value in blocks]
        assert story.body[1].value["level"] == 3
        shown = str(story.body)
        assert "onclick" not in shown
        assert "alert(1)" not in shown
        assert [author.name for author in story.authors] == ["Ada Quay"]
        again = desk.get(reverse("wagtailadmin_pages:edit", args=[story.pk]))
        assert again.status_code == 200

    @pytest.mark.parametrize("place", ["hero", "body"])
    def test_a_picture_without_credit_stops_it_with_a_sentence(self, desk, paper, place):
        nameless = paper.picture(credit="", title="Nameless")
        form = story_form(
            paper,
            hero=nameless if place == "hero" else None,
            blocks=[picture_block(nameless)] if place == "body" else [],
        )
        answer = add_story(desk, paper, form | {"action-publish": "1"})
        assert answer.status_code == 200
        assert place in answer.context["form"].errors
        assert "has no credit. Give the picture one" in answer.content.decode()
        assert not ArticlePage.objects.exists()

        assert add_story(desk, paper, form).status_code == 302  # a draft may wait for it
        assert not ArticlePage.objects.get().live

    def test_scheduling_needs_the_credit_too(self, desk, paper):
        nameless = paper.picture(credit="", title="Nameless")
        form = story_form(
            paper, hero=nameless, go_live_at="2099-01-01 10:00", **{"action-publish": "1"}
        )
        assert "has no credit" in add_story(desk, paper, form).content.decode()
        actions.save_picture(file=None, title="Named", credit="Ada Quay", picture=nameless)
        assert add_story(desk, paper, form).status_code == 302
        story = ArticlePage.objects.get()
        assert not story.live
        assert story.approved_schedule

    def test_an_imported_picture_of_unknown_credit_may_be_published(self, desk, paper):
        kept = paper.picture(credit="", allow_unknown_credit=True)
        add_story(desk, paper, story_form(paper, hero=kept, **{"action-publish": "1"}))
        assert ArticlePage.objects.get().live

    def test_publishing_many_at_once_is_refused_with_the_sentence(self, desk, paper):
        nameless = paper.picture(credit="", title="Nameless")
        bad = paper.story(slug="bad", hero=nameless, live=False)
        good = paper.story(slug="good", live=False)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        answer = desk.post(f"{address}?id={bad.pk}&id={good.pk}", follow=True)
        assert "“Nameless” has no credit." in answer.content.decode()
        assert not Page.objects.get(pk=good.pk).live
        desk.post(f"{address}?id={good.pk}")
        assert Page.objects.get(pk=good.pk).live

    def test_no_other_way_makes_it_live_either(self, paper):
        nameless = paper.picture(credit="", title="Nameless")
        draft = paper.story(hero=nameless, live=False)
        with pytest.raises(actions.CreditMissing, match="Nameless"):
            draft.get_latest_revision().publish()
        assert not ArticlePage.objects.get().live
        assert not PageLogEntry.objects.filter(page=draft.pk, action="wagtail.publish").exists()

    def test_a_reserved_address_is_refused_with_a_sentence(self, desk, paper):
        address = reverse(
            "wagtailadmin_pages:add", args=["publishing", "sectionpage", paper.front.pk]
        )
        form = {"title": "Support", "slug": "support", "description": "", "action-publish": "1"}
        form |= nested_form_data({"comments": inline_formset([])})
        answer = desk.post(address, form)
        assert "The address /support/ is used by Broadsheet itself" in answer.content.decode()

    def test_a_decorative_or_described_picture_is_asked_for(self, desk, paper):
        mute = paper.picture(description="")
        form = story_form(paper, blocks=[picture_block(mute)], **{"action-publish": "1"})
        answer = add_story(desk, paper, form)
        assert "Say what the picture shows" in answer.content.decode()
        form = story_form(
            paper, blocks=[picture_block(mute, decorative="on")], **{"action-publish": "1"}
        )
        assert add_story(desk, paper, form).status_code == 302


class TestPictures:
    def upload(self, desk: Client, file, **more):
        root = "1"
        values = {"title": "Harbour", "credit": "", "file": file, "collection": root} | more
        return desk.post(reverse("wagtailimages:add"), values)

    def test_the_credit_comes_from_the_file_and_can_be_changed(self, desk, paper):
        file = picture_file(xmp=xmp_packet("Ben Moor/EXAMPLE"))
        assert self.upload(desk, file).status_code == 302
        picture = Picture.objects.get()
        assert picture.credit == "Ben Moor/EXAMPLE"
        picture.get_rendition("width-480|format-jpeg")
        edit = reverse("wagtailimages:edit", args=[picture.pk])
        desk.post(edit, {"title": "Harbour", "credit": "Ada Quay", "collection": "1"})
        assert Picture.objects.get().credit == "Ada Quay"
        assert not picture.renditions.exists()
        assert Announcement.objects.filter(topic="picture.saved").count() == 1

    def test_a_given_credit_wins(self, desk, paper):
        file = picture_file(xmp=xmp_packet("Ben Moor"))
        self.upload(desk, file, credit="Ada Quay/EXAMPLE")
        assert Picture.objects.get().credit == "Ada Quay/EXAMPLE"

    def test_many_at_once_keep_their_credits(self, desk, paper):
        answer = desk.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "Harbour", "files[]": picture_file(xmp=xmp_packet("Ben Moor"))},
            HTTP_X_REQUESTED_WITH="XMLHttpRequest",
        )
        assert answer.json()["success"], answer.content
        assert Picture.objects.get().credit == "Ben Moor"

    def test_what_is_no_picture_is_refused_in_a_sentence(self, desk, paper):
        broken = picture_file(size=(300, 200))
        broken.file.truncate(700)
        broken.size = 700
        answer = self.upload(desk, broken)
        assert answer.context["form"].errors == {
            "file": ["This picture is damaged and cannot be read to its end."]
        }
        assert not Picture.objects.exists()

    def test_naming_the_maker_ends_credit_unknown(self, desk, paper):
        picture = paper.picture(credit="", allow_unknown_credit=True)
        edit = reverse("wagtailimages:edit", args=[picture.pk])
        desk.post(edit, {"title": "Harbour", "credit": "Ada Quay", "collection": "1"})
        picture.refresh_from_db()
        assert (picture.credit, picture.credit_unknown) == ("Ada Quay", False)


class TestReports:
    def test_pictures_without_credit_are_listed(self, desk, paper):
        paper.picture(credit="", title="Nameless", allow_unknown_credit=True)
        paper.picture(title="Named")
        page = desk.get(reverse("pictures_without_credit")).content.decode()
        assert "Nameless" in page
        assert "Named" not in page
        assert "Nameless" in desk.get(reverse("pictures_without_credit_results")).content.decode()

    def test_kept_markup_is_listed(self, desk, paper):
        paper.story(title="Old one", body=[{"type": "html", "value": {"html": "<p>x</p>"}}])
        paper.story(slug="new", title="New one")
        page = desk.get(reverse("kept_markup")).content.decode()
        assert "Old one" in page
        assert "New one" not in page

    def test_both_stand_in_the_menu(self, desk, paper):
        home = desk.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("pictures_without_credit") in home
        assert reverse("kept_markup") in home

    def test_strangers_see_neither(self, client, paper):
        for name in ("pictures_without_credit", "kept_markup", "invite_colleague"):
            assert client.get(reverse(name)).status_code == 302


class TestPeople:
    def test_an_editor_adds_an_author(self, desk, paper):
        address = reverse("wagtailsnippets_publishing_author:add")
        form = {"name": "Cleo Reed", "slug": "cleo-reed", "role": "", "bio": "", "email": ""}
        answer = desk.post(address, form)
        assert answer.status_code == 302, answer.content
        assert Author.objects.get(slug="cleo-reed")
        assert Announcement.objects.filter(
            topic="author.saved", values__path="/authors/cleo-reed/"
        ).exists()

    def test_an_author_with_stories_cannot_be_deleted(self, client, moderator, paper):
        paper.story()
        client.force_login(moderator)
        address = reverse("wagtailsnippets_publishing_author:delete", args=[paper.ada.pk])
        answer = client.post(address, follow=True)
        assert "Ada Quay stands over stories" in answer.content.decode()
        assert Author.objects.filter(pk=paper.ada.pk).exists()


class TestInvitations:
    @pytest.fixture
    def boss(self, client, publisher) -> Client:
        client.force_login(publisher)
        return client

    FORM = {"name": "Cleo Reed", "email": "Cleo@newsroom.example", "role": "Moderators"}

    def test_a_colleague_is_invited_and_sets_a_password_once(self, boss, client, publisher):
        answer = boss.post(reverse("invite_colleague"), self.FORM, follow=True)
        assert "Cleo Reed is invited" in answer.content.decode()
        user = User.objects.get(email="cleo@newsroom.example")
        assert not user.has_usable_password()
        assert list(user.groups.all()) == [Group.objects.get(name="Moderators")]
        assert not user.is_superuser
        letter = Letter.objects.get()
        assert letter.to == "cleo@newsroom.example"
        assert "Paula Publisher" in letter.subject
        (link,) = re.findall(r"https?://\S+", letter.text)

        visitor = Client()
        form = visitor.get(link[link.index("/desk") :], follow=True)
        password = "a long walk on the pier"
        done = visitor.post(
            form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password}
        )
        assert done.status_code == 302
        assert visitor.login(username="cleo@newsroom.example", password=password)
        again = Client().get(link[link.index("/desk") :], follow=True)
        assert again.context["validlink"] is False

    def test_somebody_who_never_came_gets_a_new_letter(self, boss, publisher):
        actions.invite_colleague(
            name="Cleo", email="cleo@newsroom.example", role="Editors", invited_by=publisher
        )
        boss.post(reverse("invite_colleague"), self.FORM | {"role": "administrator"})
        user = User.objects.get(email="cleo@newsroom.example")
        assert user.is_superuser
        assert not user.groups.exists()

    def test_somebody_with_an_account_is_not_invited_again(self, boss, publisher):
        User.objects.create_user("cleo", "cleo@newsroom.example", "a long walk")
        answer = boss.post(reverse("invite_colleague"), self.FORM)
        assert "has an account already" in answer.content.decode()
        assert not Letter.objects.exists()

    def test_only_administrators_invite(self, desk):
        assert desk.get(reverse("invite_colleague")).status_code == 302
        desk.post(reverse("invite_colleague"), self.FORM)
        assert not Letter.objects.exists()
