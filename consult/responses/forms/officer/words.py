"""The words that officers read for channels, hidden details and the meanings of columns."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.responses.intake_mapping import TargetKind
from consult.responses.redaction import PersonalData
from consult.responses.rules import PublishAs, Screening, Timeliness
from consult.web.fields.validators import Words

TIMELINESS: dict[str, Words] = {
    Timeliness.IN_TIME: _l("In time"),
    Timeliness.IN_GRACE: _l("In time, in the minutes after closing"),
    Timeliness.LATE: _l("Late"),
}
PUBLISHING_SHORT: dict[str, Words] = {
    PublishAs.NOT_PUBLISHED: _l("Not published"),
    PublishAs.WITHOUT_NAME: _l("Words may be published, without a name"),
    PublishAs.WITH_ORGANISATION_NAME: _l("Words may be published with the organisation's name"),
}
SCREENINGS: dict[str, Words] = {
    Screening.WAITING: _l("Waits to be read"),
    Screening.PUBLIC: _l("May be published"),
    Screening.REFUSED: _l("Not published"),
}
PERSONAL: dict[str, Words] = {
    PersonalData.EMAIL: _l("email address"),
    PersonalData.PHONE: _l("phone number"),
    PersonalData.POSTCODE: _l("postcode"),
    PersonalData.ADDRESS: _l("address"),
    PersonalData.NAME: _l("name"),
    PersonalData.NATIONAL_INSURANCE: _l("National Insurance number"),
    PersonalData.NHS_NUMBER: _l("NHS number"),
    PersonalData.VEHICLE: _l("number plate"),
    PersonalData.BANK: _l("bank details"),
    PersonalData.BIRTH_DATE: _l("date of birth"),
    PersonalData.HANDLE: _l("account name"),
    PersonalData.OTHER: _l("other"),
}
MEANINGS: dict[str, Words] = {
    TargetKind.NOTHING: _l("Leave this column out"),
    TargetKind.GROUP: _l("Stakeholder group"),
    TargetKind.WARD: _l("Ward"),
    TargetKind.RECEIVED_ON: _l("Date received"),
    TargetKind.REFERENCE: _l("Reference in the source"),
    TargetKind.CHANNEL: _l("How it came in"),
    TargetKind.ORGANISATION: _l("Name of the organisation"),
    TargetKind.PUBLISH: _l("May be published (yes or no)"),
    TargetKind.PEOPLE: _l("Number of people it speaks for"),
}
