"""Addresses are believed only from trusted proxies and kept only as keyed hashes."""

from datetime import timedelta

import pytest

from broadsheet.core import clock, visitors
from broadsheet.core.models import HashKey


@pytest.fixture(autouse=True)
def fresh_key():
    visitors.forget_key()
    yield
    visitors.forget_key()


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "address"),
    [
        ([], "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (["10.0.0.0/8"], "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.1", "", "10.0.0.1"),
        (["10.0.0.0/8"], "10.0.0.1", "nonsense", "10.0.0.1"),
        (["10.0.0.0/8"], "10.0.0.1", "6.6.6.6, nonsense", "10.0.0.1"),
        (["10.0.0.0/8"], "10.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        (["10.0.0.0/8"], "::ffff:10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ([], "nonsense", "", "0.0.0.0"),  # what uvicorn hands on when a proxy forwards nonsense
        ([], "", "", "0.0.0.0"),
        ([], "fe80::1%eth0", "", "fe80::1"),
    ],
)
def test_the_address_is_the_last_hop_that_is_not_a_trusted_proxy(
    rf, settings, trusted, remote, forwarded, address
):
    settings.TRUSTED_PROXIES = trusted
    request = rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert visitors.client_address(request) == address


@pytest.mark.django_db
def test_the_hash_holds_no_address_and_changes_with_its_key(rf, monkeypatch):
    request = rf.get("/", REMOTE_ADDR="198.51.100.7")
    first = visitors.address_key(request)
    assert "198.51" not in first
    assert visitors.address_key(request) == first
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert visitors.address_key(request) != first
    visitors.destroy_old_keys()
    assert HashKey.objects.count() == 1


@pytest.mark.django_db
def test_one_household_of_ipv6_is_one_visitor(rf):
    one = visitors.address_key(rf.get("/", REMOTE_ADDR="2001:db8:1:1::5"))
    other = visitors.address_key(rf.get("/", REMOTE_ADDR="2001:db8:1:1:aaaa::9"))
    assert one == other


@pytest.mark.django_db
def test_two_browsers_behind_one_address_are_two_visitors(rf):
    one = rf.get("/", REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="A")
    other = rf.get("/", REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="B")
    assert visitors.keys(one)["visitor_key"] != visitors.keys(other)["visitor_key"]
    assert visitors.address_key(one) == visitors.address_key(other)


@pytest.mark.django_db
@pytest.mark.parametrize("remote", ["nonsense", "", "fe80::1%eth0", "::ffff:203.0.113.9"])
def test_every_connection_has_a_hash(rf, remote):
    request = rf.get("/", REMOTE_ADDR=remote)
    keys = visitors.keys(request)
    assert {len(key) for key in keys.values()} == {40}
    assert keys["address_key"] == visitors.address_key(request)


@pytest.mark.django_db
def test_two_readers_over_ipv4_in_ipv6_are_two(rf):
    keys = {
        visitors.address_key(rf.get("/", REMOTE_ADDR=f"::ffff:203.0.113.{last}")) for last in (1, 2)
    }
    assert len(keys) == 2
