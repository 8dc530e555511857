"""The whole application for any WSGI server, for tests and for `flask --app wsgi …`."""

from app import create_app

app = create_app()
