"""What the support page tells machines, in the words of schema.org."""

import json

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from broadsheet.core.addresses import absolute
from broadsheet.core.models import Newsroom
from broadsheet.fundraising import queries


def donate_action() -> SafeString:
    """How to give, as a data block that no browser runs."""
    title = Newsroom.current().title
    words = {
        "@context": "https://schema.org",
        "@type": "NewsMediaOrganization",
        "name": title,
        "url": absolute("/"),
        "ownershipFundingInfo": absolute(reverse("fundraising:record")),
        "potentialAction": {
            "@type": "DonateAction",
            "name": title,
            "recipient": {"@type": "NewsMediaOrganization", "name": title, "url": absolute("/")},
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": absolute(reverse("fundraising:support")),
            },
            "priceSpecification": {
                "@type": "PriceSpecification",
                "priceCurrency": queries.currency(),
            },
        },
    }
    text = json.dumps(words, ensure_ascii=False)
    # No "<" inside, so that no text can end the element.
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
