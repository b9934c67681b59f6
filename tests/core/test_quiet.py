"""Work that can wait waits while somebody is answered, for a moment."""

from broadsheet.core.quiet import Requests


def test_nobody_waits_where_nobody_asks():
    assert Requests().give_way(0)


def test_work_waits_until_the_last_is_answered():
    requests = Requests()
    with requests.answering():
        with requests.answering():
            assert not requests.give_way(0.001)
        assert not requests.give_way(0.001)
    assert requests.give_way(0)


def test_an_error_ends_a_request_as_well():
    requests = Requests()
    try:
        with requests.answering():
            raise ZeroDivisionError
    except ZeroDivisionError:
        assert requests.give_way(0)
