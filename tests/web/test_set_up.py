"""Opening a newsroom."""

import pytest

from broadsheet.core.models import Newsroom
from broadsheet.discussion.models import DiscussionRules
from broadsheet.fundraising import queries as fundraising
from broadsheet.fundraising.models import FundraisingSettings
from broadsheet.publishing import queries as publishing

pytestmark = pytest.mark.django_db

ANSWERS = {
    "title": "The Pier",
    "tagline": "News from the water",
    "time_zone": "Europe/Lisbon",
    "sections": "Harbour\nTown hall\n\nHarbour",
    "currency": "EUR",
    "goal": "5,000",
    "account_holder": "Pier e.V.",
    "iban": "DE89 3704 0044 0532 0130 00",
    "account_text": "",
}


def test_the_desk_leads_to_the_screen_until_it_is_done(client, publisher):
    client.force_login(publisher)
    assert client.get("/desk/")["Location"] == "/desk/set-up/"
    assert client.post("/desk/set-up/", ANSWERS)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_one_screen_opens_the_newsroom(client, publisher):
    client.force_login(publisher)
    client.post("/desk/set-up/", ANSWERS)
    room = Newsroom.objects.get()
    assert (room.title, room.time_zone, room.is_set_up) == ("The Pier", "Europe/Lisbon", True)
    assert [section.slug for section in publishing.sections()] == ["harbour", "town-hall"]
    pages = {page.slug for page in publishing.static_pages()}
    assert pages == {"about", "privacy", "imprint", "comment-rules"}
    meter = fundraising.meter_now()
    assert meter
    assert (meter.goal_minor, meter.currency) == (500_000, "EUR")
    assert FundraisingSettings.current().has_account
    assert DiscussionRules.load().rules_page.slug == "comment-rules"
    for path in ("/", "/harbour/", "/about/", "/privacy/", "/imprint/", "/comment-rules/"):
        assert client.get(path).status_code == 200, path


def test_a_second_time_changes_answers_and_doubles_nothing(client, publisher):
    client.force_login(publisher)
    client.post("/desk/set-up/", ANSWERS)
    client.post("/desk/set-up/", ANSWERS | {"title": "The New Pier"})
    assert Newsroom.objects.get().title == "The New Pier"
    assert len(publishing.sections()) == 2
    assert len(publishing.static_pages()) == 4


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        ("title", "", "required"),
        ("goal", "much", "figures"),
        ("goal", "1.000.00", "figures"),
        ("iban", "DE00 0000", "IBAN"),
        ("account_holder", "", "Whose account"),
        ("sections", "Harbour\nSearch", "taken by the site"),
        ("sections", "!!!", "taken by the site"),
        ("time_zone", "Moon/Base", "valid choice"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_opened(client, publisher, field, answer, sentence):
    client.force_login(publisher)
    answer = client.post("/desk/set-up/", ANSWERS | {field: answer})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Newsroom.objects.filter(is_set_up=True).exists()
    assert publishing.sections() == []


def test_goal_and_account_can_wait(client, publisher):
    client.force_login(publisher)
    none = {"goal": "", "account_holder": "", "iban": ""}
    assert client.post("/desk/set-up/", ANSWERS | none).status_code == 302
    assert fundraising.meter_now() is None
    assert not FundraisingSettings.current().has_account


def test_who_may_not_decide_is_not_asked(client, reporter):
    client.force_login(reporter)
    assert client.get("/desk/").status_code == 200
    assert client.get("/desk/set-up/").status_code in {302, 403}
