"""What residents see of this room: reading, commenting, answering, the receipt, and changing their mind."""

from consult.responses.views import (
    public_check,
    public_comment,
    public_document,
    public_invited,
    public_moderation,
    public_preview,
    public_receipt,
    public_start,
    public_steps,
    public_yours,
)
from consult.responses.views.public_frame import bp

install_beside = public_document.install_beside
install_invitations = public_invited.install_invitations
ways_on = public_moderation.ways_on

__all__ = [
    "bp",
    "install_beside",
    "install_invitations",
    "public_check",
    "public_comment",
    "public_document",
    "public_invited",
    "public_moderation",
    "public_preview",
    "public_receipt",
    "public_start",
    "public_steps",
    "public_yours",
    "ways_on",
]
