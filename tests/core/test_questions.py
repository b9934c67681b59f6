"""A prepared question gives what Django's own would give, whatever the length of its lists."""

import threading

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection

from broadsheet.core.prepared import KeptRows
from broadsheet.core.questions import Question

BY_IDS = Question(
    lambda ids, name: (
        User.objects.filter(pk__in=ids)
        .exclude(username=name)
        .order_by("pk")
        .values_list("pk", "username", "date_joined", "is_staff")
    )
)
ONE = Question(lambda pk: User.objects.filter(pk=pk).only("username"))


@pytest.fixture
def people(db) -> list[User]:
    return [User.objects.create_user(f"reader-{n}", is_staff=n % 2 == 0) for n in range(40)]


@pytest.mark.parametrize("count", [1, 2, 4, 5, 16, 17, 40])
def test_rows_have_their_types_whatever_the_length_of_a_list(people, count) -> None:
    ids = [person.pk for person in people[:count]]
    expected = User.objects.filter(pk__in=ids).exclude(username="reader-3").order_by("pk")
    found = BY_IDS(ids, "reader-3")
    assert [tuple(row) for row in found] == [
        (one.pk, one.username, one.date_joined, one.is_staff) for one in expected
    ]


def test_a_long_list_is_asked_in_parts(people, monkeypatch) -> None:
    monkeypatch.setattr("broadsheet.core.questions._LENGTHS", (1, 8))
    question = Question(lambda ids: User.objects.filter(pk__in=ids).values_list("pk"))
    ids = [person.pk for person in people]
    assert sorted(pk for (pk,) in question(ids)) == sorted(ids)


def test_nothing_is_asked_for_an_empty_list(people, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert BY_IDS([], "") == []


def test_models_come_with_the_fields_that_were_asked_for(people, django_assert_num_queries) -> None:
    ONE(people[0].pk)
    with django_assert_num_queries(1):
        (found,) = ONE(people[7].pk)
        assert found.username == "reader-7"
    with django_assert_num_queries(1):
        assert found.is_staff is False
    assert ONE(10**9) == []


def test_rows_that_are_kept_are_those_of_the_database(people) -> None:
    def state(ids):
        rows = User.objects.filter(pk__in=ids).order_by("pk")
        return rows.values_list("pk", "date_joined", "is_staff")

    kept, plain = Question(state, kept=KeptRows(8)), Question(state)
    ids = [person.pk for person in people]
    for some in (ids[:4], ids[:3], ids, ids[:4]):  # other lengths, and more than are kept
        assert [tuple(row) for row in kept(some)] == [tuple(row) for row in plain(some)]
    User.objects.filter(pk=ids[1]).update(is_staff=True)
    assert [is_staff for _pk, _joined, is_staff in kept(ids[:4])] == [True, True, True, False]


@pytest.mark.django_db
def test_what_is_selected_along_comes_along(django_assert_num_queries) -> None:
    question = Question(
        lambda ids: Permission.objects.filter(pk__in=ids).select_related("content_type")
    )
    ids = list(Permission.objects.values_list("pk", flat=True)[:5])
    question(ids)
    with django_assert_num_queries(1):
        found = question(ids)
        assert all(one.content_type.app_label for one in found)
    assert {one.pk for one in found} == set(ids)


@pytest.mark.django_db(transaction=True)
def test_several_who_ask_first_at_once_all_get_the_answer() -> None:
    ids = list(Permission.objects.order_by("pk").values_list("pk", flat=True)[:3])
    found: list[list[int]] = []
    together = threading.Barrier(4)

    def state(ids):
        return Permission.objects.filter(pk__in=ids).order_by("pk").values_list("pk")

    asked = Question(state)

    def ask() -> None:
        try:
            together.wait(10)
            found.append([pk for (pk,) in asked(ids)])
        finally:
            connection.close()

    for _round in range(10):
        asked = Question(state)
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert found == [ids] * 40
