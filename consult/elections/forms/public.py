"""Forms that anyone may fill in: nominating, consenting, asking about the roll, checking a receipt, holding a key."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.elections.actions import Nominated, Voter
from consult.elections.rules import ClaimKind
from consult.elections.wording import CLAIMS
from consult.web.fields import CheckboxField, EmailField, LongTextField, RadiosField, TextField
from consult.web.forms import Form, OnceForm


class NominateForm(OnceForm):
    """Putting somebody forward."""

    name = TextField(_l("Name of the candidate"), required=_l("Enter the name of the candidate"), size="m")
    statement = LongTextField(
        _l("Why people should choose them"),
        hint=_l("Printed on the ballot paper. Up to 500 characters."),
        max_length=500,
        rows=5,
    )
    interests = LongTextField(
        _l("Interests to declare"),
        hint=_l("Anything that people should know, such as working for one of the schools. Leave empty if none."),
        max_length=500,
        rows=2,
        counted=False,
    )
    proposer = TextField(_l("Name of the proposer"), required=_l("Enter the name of the proposer"))
    seconder = TextField(_l("Name of the seconder"), required=_l("Enter the name of the seconder"))
    email = EmailField(_l("Email address for questions"), hint=_l("Only the returning officer sees it."))
    consents = CheckboxField(
        _l("I am the candidate and I agree to stand"),
        hint=_l("If you are not, leave this empty. The candidate can agree later with the code on the next page."),
    )

    def to_nominated(self) -> Nominated:
        """Return what was filled in as a value.

        Raises:
            Invalid: candidate, proposer and seconder are not three people.
        """
        return Nominated(
            name=self.name.data,
            statement=self.statement.data,
            interests=self.interests.data,
            proposer=self.proposer.data,
            seconder=self.seconder.data,
            email=self.email.data,
            consents=bool(self.consents.data),
        )


class NominationCodeForm(Form):
    """The secret code of a nomination, to agree to stand or to withdraw."""

    code = TextField(_l("Secret code of the nomination"), required=_l("Enter the secret code"), max_length=60)


class RollCheckForm(Form):
    """Whether I am on the roll."""

    name = TextField(_l("Your full name"), required=_l("Enter your full name"))
    detail = TextField(
        _l("What tells you apart"),
        hint=_l("What the organiser wrote beside your name, such as your postcode, class or member’s number."),
    )


class ClaimForm(OnceForm):
    """That the roll is wrong."""

    kind = RadiosField(
        _l("What is wrong?"),
        choices=[(kind.value, words) for kind, words in CLAIMS.items()],
        required=_l("Choose what is wrong"),
        size="m",
    )
    name = TextField(_l("The name that this is about"), required=_l("Enter the name that this is about"))
    detail = TextField(_l("What tells them apart"), hint=_l("Such as a postcode, a class or a member’s number."))
    email = EmailField(_l("Your email address"), hint=_l("So that we can tell you what was decided."))
    words = LongTextField(_l("Why"), required=_l("Write why"), max_length=1000, rows=4)

    def to_claim(self) -> tuple[ClaimKind, Voter]:
        """Return what is claimed and of whom."""
        voter = Voter(name=self.name.data, detail=self.detail.data, email=self.email.data)
        return ClaimKind(self.kind.data), voter


class ReceiptForm(Form):
    """The number on a receipt, or its first eight signs."""

    receipt = TextField(
        _l("Your receipt"),
        required=_l("Enter your receipt"),
        hint=_l("All of it, or the first eight signs."),
        max_length=120,
    )
