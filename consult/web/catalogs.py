"""The words of the interface in the language of a request, looked up once a language and not once a word."""

from __future__ import annotations

from babel import Locale
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale


class Catalogs(Domain):
    """Flask-Babel's own domain, which spells out the name of the language for every single word.

    A page has a hundred words; here each is one look into a dictionary.
    """

    def __init__(self, folders: list[str]) -> None:
        super().__init__(translation_directories=folders)
        self._of: dict[Locale | None, NullTranslations | Translations] = {}

    def get_translations(self) -> NullTranslations | Translations:
        """Return the catalogue of this request's language."""
        locale = get_locale()
        found = self._of.get(locale)
        if found is None:
            found = self._of[locale] = super().get_translations()
        return found
