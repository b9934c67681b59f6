"""A wrong setting stops the start with one sentence that says how to mend it."""

import pytest

from broadsheet import environment
from broadsheet.environment import SettingsError

NAME = "BROADSHEET_SITE_URL"


@pytest.mark.parametrize(
    "value",
    [
        "news.example",
        "ftp://x",
        "https://x/path",
        "https://x:port",
        "https://x:0",
        "http://[",
        "http://a b",
        "https://me:secret@x",
    ],
)
def test_an_address_needs_scheme_and_host_and_nothing_else(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    with pytest.raises(SettingsError, match="must be an address"):
        environment.address(NAME, "")


def test_an_address_loses_its_closing_slash(monkeypatch):
    monkeypatch.setenv(NAME, "https://news.example/")
    assert environment.address(NAME, "") == "https://news.example"


def test_an_unknown_setting_is_named_with_its_neighbour():
    with pytest.raises(SettingsError, match="Did you mean BROADSHEET_SITE_URL"):
        environment.refuse_unknown(["BROADSHEET_SITEURL"])
    environment.refuse_unknown(["PATH", *environment.NAMES])


@pytest.mark.parametrize(
    ("helper", "value"),
    [
        (lambda: environment.flag("BROADSHEET_DEBUG"), "maybe"),
        (lambda: environment.zone("BROADSHEET_DEBUG", "UTC"), "Mars/Base"),
        (lambda: environment.networks("BROADSHEET_DEBUG"), "10.0.0.0/40"),
        (lambda: environment.languages("BROADSHEET_DEBUG", {"en": "English"}), "xx"),
        (lambda: environment.folder("BROADSHEET_DEBUG", "."), __file__),
    ],
)
def test_a_wrong_value_is_quoted(monkeypatch, helper, value):
    monkeypatch.setenv("BROADSHEET_DEBUG", value)
    with pytest.raises(SettingsError, match="BROADSHEET_DEBUG"):
        helper()


def test_without_a_mail_address_letters_are_files(monkeypatch, tmp_path):
    monkeypatch.delenv("BROADSHEET_EMAIL_URL", raising=False)
    found = environment.email("BROADSHEET_EMAIL_URL", tmp_path)
    assert found["EMAIL_FILE_PATH"] == str(tmp_path)


def test_mail_goes_by_smtp_or_by_a_service(monkeypatch, tmp_path):
    monkeypatch.setenv("BROADSHEET_EMAIL_URL", "smtp+tls://me%40x:p%3Aw@mail.example")
    found = environment.email("BROADSHEET_EMAIL_URL", tmp_path)
    assert found["EMAIL_HOST"] == "mail.example"
    assert found["EMAIL_PORT"] == 587
    assert found["EMAIL_HOST_USER"] == "me@x"
    assert found["EMAIL_HOST_PASSWORD"] == "p:w"
    assert found["EMAIL_USE_TLS"] is True
    monkeypatch.setenv("BROADSHEET_EMAIL_URL", "anymail+postmark://secret-key")
    found = environment.email("BROADSHEET_EMAIL_URL", tmp_path)
    assert found["ANYMAIL"] == {"POSTMARK_SERVER_TOKEN": "secret-key"}


@pytest.mark.parametrize(
    "value", ["pigeon://loft", "smtp://[", "smtp://x:99999999", "smtp://x:port", "smtp://"]
)
def test_mail_of_an_unknown_kind_is_refused(monkeypatch, tmp_path, value):
    monkeypatch.setenv("BROADSHEET_EMAIL_URL", value)
    with pytest.raises(SettingsError, match="smtp"):
        environment.email("BROADSHEET_EMAIL_URL", tmp_path)
