"""A row is added unless it is there, and nothing else is passed over; on both databases."""

import pytest
from django.db import IntegrityError, transaction

from broadsheet.core.models import Letter
from broadsheet.core.prepared import Insert

pytestmark = pytest.mark.django_db

add = Insert(Letter, unless_there=True)


def row(clock, **changed):
    given = {"key": "once", "to": "a@here", "written_at": clock.at, "due_at": clock.at}
    return Letter(**given | changed)


def test_a_row_that_is_there_is_left_as_it_is(clock):
    assert add(row(clock))
    assert not add(row(clock, to="b@here"))
    assert [one.to for one in Letter.objects.all()] == ["a@here"]


def test_several_rows_at_once_as_well(clock):
    add(row(clock))
    more = [row(clock, to="b@here"), row(clock, key="twice", to="c@here")]
    Letter.objects.bulk_create(more, ignore_conflicts=True)
    assert sorted(one.to for one in Letter.objects.all()) == ["a@here", "c@here"]


def test_a_missing_value_is_an_error(clock):
    with pytest.raises(IntegrityError), transaction.atomic():
        add(row(clock, written_at=None))
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.bulk_create([row(clock, written_at=None)], ignore_conflicts=True)
    assert not Letter.objects.exists()
