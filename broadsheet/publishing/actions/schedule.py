"""What goes live, and what goes, by the clock."""

import logging

from django.db import transaction
from wagtail.models import Page, Revision

from broadsheet.core import clock
from broadsheet.publishing.rules import CreditMissing

logger = logging.getLogger(__name__)


def publish_due() -> int:
    """Publish the drafts whose time has come and take down what has expired; how many changed.

    A draft with a picture without credit waits: it stays due, the log says why, and it goes live
    in the first round after the credit was given.
    """
    now = clock.now()
    changed = 0
    for page in Page.objects.filter(live=True, expire_at__lte=now).specific():
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        changed += 1
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    for revision in list(due):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except CreditMissing as missing:
            logger.warning("A scheduled story waits: %s", missing.sentence)
        else:
            changed += 1
    return changed
