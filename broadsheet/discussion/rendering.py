"""Comments as HTML, quickly: a page with two hundred of them is made anew at every vote.

How a comment looks is said by its template, `discussion/_comment.html`, and by nothing else. There
are few *moulds* of a comment (published or gone, edited or not, …). Each is made once by rendering
the template with a mark in the place of every value; a comment is then its mould with the values
filled in, which takes a fortieth of what the template takes.

So the template may print the values named in `_values` as they are and ask whether the switches of
`_mould` are on, but must not compare or format values; `ShownComment` does that.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from broadsheet.core import clock
from broadsheet.discussion.forms import CommentForm
from broadsheet.discussion.queries.shown import CommentRow, ShownComment

MOULDS_KEPT: Final = 512
"""A language has some fifty."""
COMMENTS_KEPT: Final = 2048
"""Comments that a process keeps as HTML, those shown last: some four megabytes."""
FORMS_KEPT: Final = 256
"""Empty forms that a process keeps, one for each discussion that was shown lately."""
_MARK: Final = "\x00"
"""Cannot come from a template."""
_SMALL: Final = 1000
"""Numbers below are written the same in every language."""


def comments_html(comments: Iterable[ShownComment]) -> SafeString:
    """A list of comments in reading order, with the lists of replies in it."""
    language, zone = get_language(), clock.zone()
    parts = ['<ol class="comments">\n']
    for comment in comments:
        parts += ('<li class="comment-item">\n', _comment(comment, language, zone))
        if comment.more:
            parts.append(_more(comment.more, language).replace(_MARK, escape(comment.more_path)))
        if comment.opens_list:
            parts.append('<ol class="comment-replies">\n')
        else:
            parts += ("</li>\n", "</ol></li>\n" * comment.ends)
    parts.append("</ol>\n")
    return mark_safe("".join(parts))


def comment_html(comment: ShownComment) -> SafeString:
    """One comment by itself."""
    return mark_safe(_comment(comment, get_language(), clock.zone()))


@lru_cache(maxsize=FORMS_KEPT)
def _form(subject: str, path: str, rules_path: str, language: str | None) -> SafeString:
    bar = render_to_string("discussion/_subscribe.html", {"subject": subject, "path": path})
    form = CommentForm(initial={"subject": subject})
    context = {"form": form, "rules_path": rules_path, "is_in_page": True}
    return bar + render_to_string("discussion/_form.html", context)


def form_html(*, subject: str, path: str, rules_path: str) -> SafeString:
    """The forms under a discussion, to subscribe and to comment: the same for everybody."""
    return _form(subject, path, rules_path, get_language())


def _comment(comment: ShownComment, language: str | None, zone: ZoneInfo) -> str:
    quoted = (comment.quote, comment.quote_path)
    return _kept(comment.row, comment.thread_is_open, comment.answers, quoted, language, zone)


@lru_cache(maxsize=COMMENTS_KEPT)
def _kept(
    row: CommentRow,
    thread_is_open: bool,
    answers: str,
    quoted: tuple[str, str],
    language: str | None,
    zone: ZoneInfo,
) -> str:
    """A comment as HTML, kept under all that it is made of: a change of any of it makes another."""
    comment = ShownComment(row, thread_is_open, 0, answers, False, 0, 0, "", *quoted)
    mould = _mould(
        language,
        comment.tombstone,
        comment.is_staff,
        comment.is_author,
        comment.is_pinned,
        comment.is_featured,
        comment.is_edited,
        comment.can_reply,
        bool(comment.answers),
        bool(comment.quote),
    )
    return mould % _values(comment)


def _values(comment: ShownComment) -> dict[str, str]:
    """What fills a mould, escaped."""
    answers = comment.answers
    return {
        "anchor": comment.anchor,
        "path": comment.path,
        "name": escape(comment.name),
        "moment": comment.moment,
        "written": escape(comment.written),
        "answers": escape(answers) if answers else "",
        "answers_path": comment.answers_path,
        "quote": escape(comment.quote) if comment.quote else "",
        "quote_path": escape(comment.quote_path) if comment.quote else "",
        "body_html": comment.body_html,
        "up": _number(comment.up),
        "down": _number(comment.down),
    }


def _number(value: int) -> str:
    return str(value) if value < _SMALL else localize(value)


@lru_cache(maxsize=MOULDS_KEPT)
def _mould(
    language: str | None,
    tombstone: str,
    is_staff: bool,
    is_author: bool,
    is_pinned: bool,
    is_featured: bool,
    is_edited: bool,
    can_reply: bool,
    has_answers: bool,
    has_quote: bool,
) -> str:
    """The template with `%(name)s` for each value."""
    empty = set() if has_answers else {"answers", "answers_path"}
    empty |= set() if has_quote else {"quote", "quote_path"}
    context: dict[str, object] = {
        name: "" if name in empty else mark_safe(f"{_MARK}{name}{_MARK}") for name in _VALUES
    }
    context |= {
        "tombstone": tombstone,
        "is_staff": is_staff,
        "is_author": is_author,
        "is_pinned": is_pinned,
        "is_featured": is_featured,
        "is_edited": is_edited,
        "can_reply": can_reply,
    }
    parts = render_to_string("discussion/_comment.html", {"comment": context}).split(_MARK)
    parts[::2] = [part.replace("%", "%%") for part in parts[::2]]
    parts[1::2] = [f"%({name})s" for name in parts[1::2]]
    return "".join(parts)


_VALUES: Final = (
    "anchor",
    "path",
    "name",
    "moment",
    "written",
    "answers",
    "answers_path",
    "quote",
    "quote_path",
    "body_html",
    "up",
    "down",
)


@lru_cache(maxsize=MOULDS_KEPT)
def _more(count: int, language: str | None) -> str:
    """The line that says how many replies follow elsewhere, with a mark for the address."""
    return render_to_string("discussion/_more.html", {"count": count, "path": mark_safe(_MARK)})
