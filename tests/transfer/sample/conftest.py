"""The sample, filled in once for all tests that look at it; each gives it back as it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import override_settings

from broadsheet.core.models import Newsroom
from broadsheet.transfer import sample


@dataclass
class Filled:
    """What filling said, and where its pictures lie."""

    was_new: bool
    media: Path


@pytest.fixture(scope="package")
def _filled_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Filled]:
    media = tmp_path_factory.mktemp("media")
    around = transaction.atomic()
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(media)):
        ContentType.objects.clear_cache()
        Newsroom.forget()
        around.__enter__()
        was_new = sample.fill()
    yield Filled(was_new, media)
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
        Newsroom.forget()


@pytest.fixture
def filled(_filled_once, db, settings) -> Filled:
    """A newsroom with the sample in it."""
    settings.MEDIA_ROOT = str(_filled_once.media)
    Newsroom.forget()
    return _filled_once
