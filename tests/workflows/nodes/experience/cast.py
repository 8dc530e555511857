"""Users and groups around a flow: Ann guides, and guides are staff; Ben is in no group.

The staff are there for a minute already."""

from datetime import timedelta
from typing import Any

import jwt
from flask import current_app

from app.extensions import db
from app.models import User
from app.services import clock
from app.services.clock import now
from app.services.experience.tokens import issue_token
from app.services.flow_ports.groups import Groups
from app.services.flow_ports.users import Users
from tests import factories
from tests.workflows.over_http import Part, World

ANN = Part({"id": "~ann~", "email": "Ann@example.com"})
BEN = Part({"id": "~ben~", "email": "ben@example.com"})
STAFF = Part({"id": "~staff~", "name": "Staff"})
GUIDES = Part({"id": "~guides~", "name": "Guides", "parentId": "~staff~"})
ZEBRAS = Part({"id": "~zebras~", "name": "Zebras"})


def people(world: World) -> dict[str, str]:
    """token: Ann's, of a minute ago."""
    of = world.application
    earlier = now() - timedelta(minutes=1)
    with clock.set_to(lambda: earlier):
        staff = factories.make_group(of, name="Staff", group_tags={"kind": "inner", "size": "big"})
    guides = factories.make_group(
        of, name="Guides", parent_id=staff.id, group_tags={"kind": "inner"}, description="They lead"
    )
    ann = factories.make_user(
        of,
        email="Ann@example.com",
        first_name="Ann",
        last_name="Abel",
        user_tags={"tier": "gold", "old": "yes"},
        experience_group_ids=[guides.id],
    )
    ben = factories.make_user(
        of, email="ben@example.com", first_name="Ben", user_tags={"tier": "tin"}
    )
    token = issue_token(of.id, of.token_secret, ann.id, earlier)
    zebras = factories.make_group(of, name="Zebras").id
    ids = {"ann": ann.id, "ben": ben.id, "staff": staff.id, "guides": guides.id, "zebras": zebras}
    return ids | {"token": token, "password": factories.PASSWORD}


def users(world: World) -> Users:
    return Users(current_app, world.application.id)


def user(world: World, email: str = "ann@example.com") -> Any:
    return users(world).find(email)


def staff(world: World) -> Any:
    return Groups(current_app, world.application.id).find("Staff")


def emails(world: World) -> list[str]:
    query = db.select(User.email).filter_by(application_id=world.application.id)
    return list(db.session.scalars(query.order_by(User.email)))


def whose_earlier_token(world):
    """The user's id, None once it is good no more."""
    known = users(world).check_token(world.names["token"])
    return known and known["id"]


def claims(world: World) -> Any:
    """Of the token that the node has made, if it has. lives: seconds."""
    token = world.answer.json.get("working", {}).get("token")
    if token is None:
        return None
    said = jwt.decode(token, options={"verify_signature": False})
    lives = round(said["exp"] - said["iat"], 3) if "exp" in said else None
    return {"sub": said["sub"], "lives": lives, "data": said.get("data")}
