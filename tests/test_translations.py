"""Everything that readers see can be read in Arabic, from right to left."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parent.parent / "broadsheet"
CATALOGUE = PACKAGE / "locale/ar/LC_MESSAGES/django"

OF_THE_DESK = re.compile(
    r"desk|wagtail|/migrations/|sign_in|letters/held|publishing/(blocks|forms|models|actions|rules"
    r"|staff|reports|signals|pictures|views|templates/publishing/letters)|fundraising/(models|checks"
    r"|actions|settlement|gateways/(?!bank|test|base)|forms/(?!gift)|gift_files|statements/)"
    r"|core/models|web/(forms|starter|actions)|discussion/(actions/importing"
    r"|models/(?!mailbox|report))|transfer/|cli/|environment|checks"
)
"""Where words are for the newsroom, which reads English for now."""
CALLS = {"gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "_"}


_CALL = re.compile(r"gettext\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")


def said_in_python(source: str) -> Iterator[str]:
    """The texts that a module has translated."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            first = node.args[0] if node.args else None
            if node.func.id in CALLS and isinstance(first, ast.Constant):
                yield first.value


def said_in_template(source: str) -> Iterator[str]:
    """The texts that a template has translated, as makemessages finds them."""
    for found in re.finditer(
        r"gettext\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", templatize(source)
    ):
        yield ast.literal_eval(found[1])


def for_readers() -> Iterator[tuple[str, str]]:
    """Every file and text of the house that a reader may meet."""
    for path in sorted(PACKAGE.rglob("*")):
        name = str(path.relative_to(PACKAGE))
        if OF_THE_DESK.search(name) or path.suffix not in {".py", ".html", ".txt"}:
            continue
        source = path.read_text(encoding="utf-8")
        found = said_in_python(source) if path.suffix == ".py" else said_in_template(source)
        yield from ((name, text) for text in found)


@pytest.fixture(scope="module")
def arabic() -> gettext.GNUTranslations:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_nothing_that_readers_see_is_left_in_english(arabic):
    known = {key[0] if isinstance(key, tuple) else key for key in arabic._catalog}
    missing = sorted({f"{name}: {text}" for name, text in for_readers() if text not in known})
    assert missing == []


def test_the_compiled_catalogue_is_that_of_the_text(arabic):
    text = CATALOGUE.with_suffix(".po").read_text(encoding="utf-8")
    told = re.findall(r'^msgid "(.+)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? "(.+)"', text, re.M)
    assert len(told) > 400
    for one, other in told:
        read = [part.replace('\\"', '"').replace("\\n", "\n") for part in (one, other)]
        catalogue = {
            key[0] if isinstance(key, tuple) else key: value
            for key, value in arabic._catalog.items()
            if not isinstance(key, tuple) or key[1] == 0
        }
        assert catalogue[read[0]] == read[1]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "تعليق واحد (1)"),
        (2, "تعليقان (2)"),
        (7, "7 تعليقات"),
        (40, "40 تعليقًا"),
        (100, "100 تعليق"),
    ],
)
def test_numbers_have_their_forms(number, said):
    with translation.override("ar"):
        assert (
            ngettext("%(count)s comment", "%(count)s comments", number) % {"count": number} == said
        )


@pytest.mark.django_db
def test_pages_run_from_right_to_left_and_names_are_isolated():
    with translation.override("ar"):
        html = render_to_string("discussion/asked.html", {"email": "a@b.example", "back_path": "/"})
    assert 'lang="ar" dir="rtl"' in html
    assert "<bdi>a@b.example</bdi>" in html
    assert "بقيت خطوة واحدة" in html
