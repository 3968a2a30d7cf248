"""Putting a mail in, and setting one aside."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.responses.letters import LARGEST_MAIL, LONGEST_BODY
from consult.web.fields import FileField, LongTextField
from consult.web.forms import Form


class MailForm(Form):
    """A mail, as a file or as text."""

    file = FileField(
        _l("Mail as a file"),
        hint=_l("An .eml file: in most mail programs, save the mail or drag it to your desktop."),
        accept=".eml,message/rfc822",
    )
    words = LongTextField(
        _l("Or paste the mail"),
        hint=_l("With the lines that say from whom it is and when it was sent, if you can copy them too."),
        max_length=LONGEST_BODY,
        rows=8,
        counted=False,
    )

    def to_mail(self) -> bytes | None:
        """The mail that was given; what lacks is shown beside its field."""
        upload = self.file.upload
        if upload is not None:
            return bytes(upload.read(LARGEST_MAIL + 1))
        if self.words.data:
            return self.words.data.encode()
        self.refuse("words", _("Choose a file or paste the mail"))
        return None


class AsideForm(Form):
    """Why a mail is no response."""

    because = LongTextField(
        _l("Why is it no response?"),
        required=_l("Say why this mail is no response"),
        hint=_l("Such as “asks when the library opens; passed on to the library”. Name no person."),
        rows=2,
        max_length=500,
    )
