"""A taken, forbidden or unknown address is one sentence, told before anything else is done."""

import pytest

from broadsheet.edge import listen


def test_port_0_takes_a_free_one():
    sockets = listen.bind("127.0.0.1", 0)
    assert listen.port_of(sockets) > 0
    for one in sockets:
        one.close()


def test_a_name_with_two_addresses_gets_one_port():
    sockets = listen.bind("localhost", 0)
    assert len({one.getsockname()[1] for one in sockets}) == 1
    for one in sockets:
        one.close()


def test_a_taken_port_is_named():
    taken = listen.bind("127.0.0.1", 0)
    taken[0].listen()
    port = listen.port_of(taken)
    with pytest.raises(listen.CannotListen, match=f"Port {port} on 127.0.0.1 is in use"):
        listen.bind("127.0.0.1", port)
    taken[0].close()


def test_an_unknown_host_is_named():
    with pytest.raises(listen.CannotListen, match="not known"):
        listen.bind("no such host.invalid", 0)


def test_somebody_elses_address_is_named():
    with pytest.raises(listen.CannotListen, match="not an address of this machine"):
        listen.bind("192.0.2.1", 0)


def test_several_processes_share_a_port_and_still_keep_others_out():
    places = listen.share(listen.bind("127.0.0.1", 0), 3)
    port = listen.port_of(places[0])
    assert [listen.port_of(place) for place in places] == [port] * 3
    with pytest.raises(listen.CannotListen, match=f"Port {port} on 127.0.0.1 is in use"):
        listen.bind("127.0.0.1", port)
    for place in places:
        listen.close(place)


def test_who_was_quicker_to_listen_keeps_the_port():
    one = listen.bind("127.0.0.1", 0)
    other = listen.bind("127.0.0.1", listen.port_of(one))  # neither listens yet
    listen.share(one, 1)
    with pytest.raises(listen.CannotListen, match="is in use"):
        listen.share(other, 1)
    listen.close(one)
