"""What a web server loads: ``waitress-serve wsgi:app`` or ``gunicorn wsgi:app``."""

from consult.app import create_app

app = create_app()
