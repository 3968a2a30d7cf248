"""The words for what a response is, for officers and for everyone."""

from flask_babel import lazy_gettext as _l

from consult.responses.rules import Channel

CHANNELS = {
    Channel.WEB: _l("Online"),
    Channel.PAPER: _l("Paper"),
    Channel.EMAIL: _l("Email"),
    Channel.PHONE: _l("Phone"),
    Channel.MEETING: _l("Meeting"),
    Channel.IMPORT: _l("Spreadsheet"),
}
