"""The forms of the data protection officer: holds, erasure, and decisions about what is held."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.responses.privacy import HoldKind
from consult.web.fields import CheckboxField, HiddenField, LongTextField, RadiosField, SelectField, TextField
from consult.web.forms import Form

HOLDS = {
    HoldKind.INFORMATION_REQUEST: _l("A request for information"),
    HoldKind.COMPLAINT: _l("A complaint"),
    HoldKind.LITIGATION: _l("A case in court, or one that may come"),
}
ERASE, KEEP = "erase", "keep"


class HoldForm(Form):
    """What may not be erased, and why."""

    consultation = SelectField(_l("Consultation"), required=_l("Choose the consultation"), choices=[])
    reference = TextField(
        _l("Reference of one response"), hint=_l("Leave it empty to hold the whole consultation."), max_length=40
    )
    kind = RadiosField(_l("Who may need it?"), choices=list(HOLDS.items()), required=_l("Select who may need it"))
    reason = LongTextField(
        _l("Why, and under which reference?"), required=_l("Say why it may not be erased"), rows=2, max_length=1000
    )


class EraseForm(Form):
    """Whose words are to be erased."""

    reference = TextField(_l("Reference of the response"), required=_l("Enter the reference"), max_length=40)


class DecideForm(Form):
    """The decision about words that something holds."""

    decision = RadiosField(
        _l("What happens to the words?"),
        choices=[(ERASE, _l("Erase them, although something holds them")), (KEEP, _l("Keep them for now"))],
        required=_l("Select what happens to the words"),
    )
    because = LongTextField(
        _l("Why?"), hint=_l("The person can ask to read this."), required=_l("Say why"), rows=2, max_length=1000
    )


class LiftForm(Form):
    """Why a hold ends."""

    reason = LongTextField(_l("Why does the hold end?"), required=_l("Say why the hold ends"), rows=2, max_length=1000)


class CopyForm(Form):
    """Whom a copy is for."""

    email = TextField(_l("Email address"), max_length=254)
    references = TextField(
        _l("References of what they sent"), hint=_l("Several with a space between them."), max_length=1_000
    )


class PackForm(Form):
    """Under which number the request is kept, and that somebody checked who asks."""

    email = HiddenField()
    references = HiddenField()
    request = TextField(
        _l("Your number of the request"), hint=_l("It stands in the trail. Name no person."), max_length=100
    )
    is_checked = CheckboxField(
        _l("I have checked that the person is who they say they are, and that all of this is theirs"),
        required=_l("Check who asks before you hand anything over"),
    )
