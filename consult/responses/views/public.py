"""What residents see of this room: reading, commenting, answering, the receipt, and changing their mind."""

from consult.responses.views import (
    public_check,
    public_document,
    public_preview,
    public_receipt,
    public_start,
    public_steps,
    public_yours,
)
from consult.responses.views.public_frame import bp

__all__ = [
    "bp",
    "public_check",
    "public_document",
    "public_preview",
    "public_receipt",
    "public_start",
    "public_steps",
    "public_yours",
]
