from datetime import UTC, datetime

import pytest

from broadsheet.transfer.sample.manuscripts import manuscripts, picture_file, picture_names
from broadsheet.transfer.sample.moments import moment, name_weekdays
from broadsheet.transfer.sample.talk import Talk

NOON = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


def test_the_same_seed_gives_the_same_talk():
    first, second = (Talk("bridge", seed=3).remark() for _ in range(2))

    assert first == second


def test_an_answer_comes_from_somebody_else_and_stays_with_the_theme():
    talk = Talk("bridge", seed=4)
    for _ in range(200):
        remark = talk.remark()
        answer = talk.answer(remark)
        assert answer.by.name != remark.by.name
        assert answer.theme == remark.theme


@pytest.mark.parametrize("subject", ["bridge", "night_tram"])
def test_nobody_repeats_word_for_word(subject):
    talk = Talk(subject, seed=5)
    texts = [talk.remark().text for _ in range(150)]

    assert len(set(texts)) == 150
    assert not [text for text in texts if "{" in text or ".." in text]


@pytest.mark.django_db
def test_moments_are_counted_from_a_day_on_the_newsrooms_clock():
    assert moment("2 hours ago", counted_from=NOON) == datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
    assert moment("-1 10:30", counted_from=NOON).strftime("%d %H:%M") == "21 10:30"
    assert name_weekdays("on {weekday -1}", counted_from=NOON) == "on Saturday"
    with pytest.raises(ValueError, match="no moment"):
        moment("soon", counted_from=NOON)


def test_every_story_is_of_a_readable_length_and_its_pictures_exist():
    stories = manuscripts("articles")

    assert len(stories) == 14
    for story in stories:
        assert 350 <= len(story.words.split()) <= 1100, story.slug
        assert not [words for words in story.head.values() if "*" in str(words)], story.slug
        assert all(picture_file(name).is_file() for name in picture_names(story))
