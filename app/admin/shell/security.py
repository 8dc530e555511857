"""Sessions, and the headers that keep the console to itself."""

import secrets

from flask import Flask, Request, Response, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.middleware.proxy_fix import ProxyFix

from app.extensions import login_manager
from app.models import Account
from app.services.accounts.sessions import end_session, find_account, open_session

COOKIE = "foyer_console"
KEY = "key"
WHO = "account"
FORMS = "csrf_token"


class ConsoleSessions(SecureCookieSessionInterface):
    """A page of an experience can set a cookie for the whole domain, and so for the console: under
    https the name's prefix forbids that, and where two cookies of the name come, neither counts."""

    def get_cookie_name(self, app: Flask) -> str:
        return f"__Host-{COOKIE}" if request.is_secure else COOKIE

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        name = self.get_cookie_name(app)
        cookies = request.headers.get("Cookie", "").split(";")
        if sum(cookie.strip().startswith(f"{name}=") for cookie in cookies) > 1:
            return self.session_class()
        return super().open_session(app, request)

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def init_app(app: Flask) -> None:
    proxies = app.config["FOYER"].trusted_proxies
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.session_interface = ConsoleSessions()
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a form stays good as long as its session
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(keep_to_itself)
    login_manager.request_loader(load_account)


def sign_in(account: Account) -> None:
    """A session from before must not become a signed-in one. But what was open in this browser when
    the session of the same account ended can still be sent."""
    forms = session.get(FORMS) if session.get(WHO) == account.id else None
    session.clear()
    session[KEY], session[WHO] = open_session(account), account.id
    if forms:
        session[FORMS] = forms


def sign_out() -> None:
    """A copy of the cookie is worth nothing then."""
    if key := session.pop(KEY, None):
        end_session(key)


def load_account(_: Request) -> Account | None:
    """The account that this browser is signed in to."""
    key = session.get(KEY)
    return find_account(key) if key else None


def csp_nonce() -> str:
    """One for each request: what does not carry it does not run."""
    nonce: str = g.setdefault("csp_nonce", secrets.token_urlsafe(16))
    return nonce


def keep_to_itself(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")  # CSRF checks need it under https
    headers.setdefault("Content-Security-Policy", _policy())
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")  # who opened it, lets go of it
    if request.endpoint == "static":
        lasting = request.path.startswith("/static/dist/")  # names carry a hash of the content
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
    else:
        headers.setdefault("Cache-Control", "no-store")
    return response


def _policy() -> str:
    nonce = f"'nonce-{csp_nonce()}'"
    return (
        f"default-src 'none'; script-src {nonce}; style-src {nonce}; img-src 'self'; "
        "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
