"""The public host: two adapters, WSGI and ASGI, around one serve(). Neither decides anything."""

from flask import Flask

from app.experience.blueprint import bp


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
