"""Entry point for gunicorn and `flask --app wsgi`."""

from chamber import create_app

app = create_app()
