"""Forms of the accounts room."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from consult.accounts.rules import EVERYWHERE, Role
from consult.accounts.wording import ROLE_HINTS, ROLE_NAMES
from consult.web.fields import EmailField, HiddenField, RadiosField, SelectField, TextField
from consult.web.forms import Form


class SignInForm(Form):
    """Where to send the link."""

    email = EmailField(
        _l("Email address"), required=_l("Enter your email address"), hint=_l("We will send you a link to sign in")
    )
    next = HiddenField()


class CodeForm(Form):
    """A code of the authenticator app."""

    code = TextField(
        _l("Code from your app"),
        hint=_l("Six digits. A new one comes every half minute."),
        required=_l("Enter the code that your app shows"),
        max_length=12,
        classes="govuk-input--width-10",
        inputmode="numeric",
        autocomplete="one-time-code",
    )
    next = HiddenField()


class PasskeyForm(Form):
    """A new passkey: what it is called, and what the browser made."""

    name = TextField(
        _l("Name of this passkey"),
        hint=_l("So that you know it again, such as “Work laptop”"),
        required=_l("Enter a name for this passkey"),
        max_length=60,
    )
    credential = HiddenField()


class PasskeyNameForm(Form):
    """Another name for a passkey."""

    name = TextField(_l("Name of this passkey"), required=_l("Enter a name for this passkey"), max_length=60)


class ShowPasskeyForm(Form):
    """What the browser signed, and where the person was going."""

    credential = HiddenField()
    next = HiddenField()


class ProviderForm(Form):
    """What a provider of council accounts gave the browser to bring here."""

    code = HiddenField()
    state = HiddenField()


class ConfirmForm(Form):
    """Nothing but the press of a button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Someone to add."""

    name: str
    email: str
    role: Role


class PersonForm(Form):
    """Someone to add, with a first role."""

    name = TextField(_l("Name"), required=_l("Enter the person’s name"), autocomplete="off")
    email = EmailField(_l("Email address"), required=_l("Enter the person’s email address"))
    role = RadiosField(
        _l("What they do"),
        choices=[(role.value, ROLE_NAMES[role]) for role in Role],
        hints={role.value: ROLE_HINTS[role] for role in Role},
        required=_l("Choose what they do"),
    )

    def to_new_person(self) -> NewPerson:
        """Return what was typed as a value."""
        return NewPerson(name=self.name.data, email=self.email.data, role=Role(self.role.data))


class GiveRoleForm(Form):
    """A role to give."""

    role = SelectField(
        _l("Role"),
        choices=[("", _l("Choose a role")), *((role.value, ROLE_NAMES[role]) for role in Role)],
        required=_l("Choose a role"),
    )
    scope = SelectField(_l("Where"), choices=[(EVERYWHERE, _l("Everywhere"))])

    def offer_scopes(self, scopes: tuple[tuple[str, str], ...]) -> None:
        """Offer single consultations beside everywhere."""
        self.scope.choices = [(EVERYWHERE, _l("Everywhere")), *scopes]
