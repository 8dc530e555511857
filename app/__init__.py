"""Foyer: create_app() puts configuration, extensions, doors and error pages together."""

from flask import Flask

from app import admin, api, commands, experience
from app.extensions import csrf, db, login_manager, migrate
from config import ROOT, Settings

BODY_LIMIT = 8 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or Settings.from_env()
    app = Flask(
        __name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    app.config.update(
        FOYER=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 2 * settings.threads + 4},  # nobody waits for one
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=BODY_LIMIT,  # of one text in a form with files, which may be as long
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    login_manager.init_app(app)
    csrf.init_app(app)
    admin.init_app(app)
    api.init_app(app)
    experience.init_app(app)
    commands.init_app(app)
    return app
