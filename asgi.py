"""The application as `make run` serves it: granian calls create_asgi_app() in each process."""

from app import create_app
from app.experience.asgi import AsgiAdapter
from app.experience.blueprint import site_of


def create_asgi_app() -> AsgiAdapter:
    app = create_app()
    return AsgiAdapter(app.wsgi_app, site_of(app))
