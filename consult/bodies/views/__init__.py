"""The pages of the bodies room: bodies, their seats, their members and the chain between them."""

from consult.bodies.views import (  # noqa: F401 - importing a module hangs its pages on the blueprint
    interests,
    officer_bodies,
    officer_body,
    officer_panels,
    officer_seats,
    officer_terms,
    public_bodies,
    public_body,
    public_chain,
    public_interest,
    public_members,
    public_panels,
    public_terms,
    schools,
)
from consult.bodies.views.blueprint import bp
from consult.bodies.views.desk import waiting_for
from consult.bodies.views.lent import (
    install_asking,
    install_attendance,
    install_evidence,
    install_filling,
    install_looking_over,
    install_meetings,
)

__all__ = [
    "bp",
    "install_asking",
    "install_attendance",
    "install_evidence",
    "install_filling",
    "install_looking_over",
    "install_meetings",
    "waiting_for",
]
