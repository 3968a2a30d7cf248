"""In which language a page or a letter is written."""

from flask_babel import get_locale


def test_a_letter_that_nobody_asked_for_is_in_the_first_language_of_the_site(app):
    with app.app_context():
        assert str(get_locale()) == app.extensions["consult_languages"][0]
