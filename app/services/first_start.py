"""What a new installation starts with: a console account and the demo experience."""

import secrets
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.models import Account
from app.schemas import AccountPost
from app.services.accounts import create_account
from app.services.demo import DemoFacts, create_demo
from config import Settings

DEFAULT_EMAIL = "admin@foyer.example"


@dataclass(frozen=True)
class FirstStart:
    """password: None when the operator chose it; demo: None when none was wanted."""

    account: Account
    password: str | None
    demo: DemoFacts | None


def start_first(settings: Settings) -> FirstStart | None:
    """None when somebody has an account already: an installation starts once."""
    if db.session.scalar(select(func.count()).select_from(Account)):
        return None
    password = settings.admin_password or secrets.token_urlsafe(12)
    email = settings.admin_email or DEFAULT_EMAIL
    account = create_account(AccountPost(email=email, password=password))
    demo = create_demo(account) if settings.demo else None
    return FirstStart(account, None if settings.admin_password else password, demo)
