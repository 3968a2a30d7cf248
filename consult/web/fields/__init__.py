"""Form fields that render themselves as GOV.UK components, under names of our own."""

from consult.web.fields.choices import CheckboxesField, CheckboxField, RadiosField, SelectField
from consult.web.fields.files import FileField, HiddenField
from consult.web.fields.moments import DateField, DateTimeField
from consult.web.fields.texts import EmailField, LongTextField, NumberField, TextField
from consult.web.fields.validators import Required, at_most

__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "DateField",
    "DateTimeField",
    "EmailField",
    "FileField",
    "HiddenField",
    "LongTextField",
    "NumberField",
    "RadiosField",
    "Required",
    "SelectField",
    "TextField",
    "at_most",
]
