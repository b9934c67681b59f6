"""Old addresses: each leads on for good to where its thing stands now."""

from typing import Final

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from broadsheet.transfer.report import Report

PATH_LENGTH_MAX: Final = 255


class Redirects:
    """Writes permanent redirects; one that the desk made stays as it is."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def lead_to_page(self, old_path: str, page: Page, new_path: str) -> None:
        """Let an old address lead to a page, wherever that moves later."""
        self._lead(old_path, new_path, page=page)

    def lead_to(self, old_path: str, new_path: str) -> None:
        """Let an old address lead to another address of this site."""
        self._lead(old_path, new_path, page=None)

    def _lead(self, old_path: str, new_path: str, *, page: Page | None) -> None:
        if not old_path.strip("/") or old_path.rstrip("/") == new_path.rstrip("/"):
            return
        wanted = Redirect.normalise_path(old_path)
        if max(len(wanted), len(new_path)) > PATH_LENGTH_MAX:
            self._report.skip("redirects", "The old address is too long.", old_path)
            return
        known = Redirect.objects.filter(old_path=wanted, site=None).first()
        if known is None:
            Redirect.objects.create(
                old_path=wanted,
                is_permanent=True,
                redirect_page=page,
                redirect_link="" if page else new_path,
            )
            self._report.count("redirects", "created")
        elif (known.redirect_page_id, known.redirect_link) == (
            page.pk if page else None,
            "" if page else new_path,
        ):
            self._report.count("redirects", "unchanged")
        else:
            self._report.skip("redirects", "The old address leads elsewhere already.", old_path)
