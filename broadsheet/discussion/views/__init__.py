"""HTTP in, one action or query, HTTP out."""

from broadsheet.discussion.views.posting import edit, post, preview, reply
from broadsheet.discussion.views.reading import branch, comment
from broadsheet.discussion.views.voting import vote

__all__ = ["branch", "comment", "edit", "post", "preview", "reply", "vote"]
