"""A comment of someone else as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import ngettext

from consult.responses.forms.public_words import PURPOSES
from consult.responses.queries.beside import CommentBeside


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComment:
    """What one person said, and who they are as far as they allowed it."""

    handle: str
    purpose: str
    text: str
    quote: str
    who: str
    language: str
    supports: str
    is_supported: bool


def comment_shown(comment: CommentBeside, *, is_supported: bool = False) -> ShownComment:
    """Put a comment into words; ``is_supported`` when this browser's draft agrees with it."""
    agreed = ngettext("%(num)s other person agrees", "%(num)s other people agree", comment.n_supports)
    return ShownComment(
        handle=comment.handle,
        purpose=str(PURPOSES[comment.purpose]),
        text=comment.text,
        quote=comment.quote,
        who=comment.organisation or comment.group,
        language=comment.language,
        supports=agreed if comment.n_supports else "",
        is_supported=is_supported,
    )
