"""The words for what a response is, for officers and for everyone."""

from flask_babel import lazy_gettext as _l

from consult.responses.rules import Channel, RefusedFor

CHANNELS = {
    Channel.WEB: _l("Online"),
    Channel.PAPER: _l("Paper"),
    Channel.EMAIL: _l("Email"),
    Channel.PHONE: _l("Phone"),
    Channel.MEETING: _l("Meeting"),
    Channel.IMPORT: _l("Spreadsheet"),
}

REFUSED_FOR = {
    RefusedFor.IDENTIFIES: _l("It tells who somebody is, and nothing would be left without that"),
    RefusedFor.ABUSIVE: _l("It insults or threatens people"),
    RefusedFor.ACCUSES: _l("It accuses a person of something that we cannot check"),
    RefusedFor.UNLAWFUL: _l("Publishing it would break the law"),
    RefusedFor.ADVERTISES: _l("It advertises something"),
    RefusedFor.ELSEWHERE: _l("It is about something else, and was passed to those who deal with it"),
    RefusedFor.CONCERN: _l("It was passed on in confidence"),
    RefusedFor.OTHER: _l("For another reason"),
}
