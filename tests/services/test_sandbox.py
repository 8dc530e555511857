import pytest
from flask import Flask
from sqlalchemy import func, select

from app.errors import AlreadyExists
from app.extensions import db
from app.models import Application, Flow, FlowStorage, User
from app.services.flow_ports.groups import Groups
from app.services.flow_ports.storage import Storage
from app.services.flow_ports.users import Users
from app.services.sandbox import sandbox
from app.workflows.errors import Refused
from tests.factories import make_flow, make_user

ANN = {"email": "ann@example.com", "password": "correct horse"}


def number_of(model: type) -> int:
    db.session.rollback()
    return db.session.scalars(select(func.count()).select_from(model)).one()


@pytest.fixture
def flow(application: Application) -> Flow:
    return make_flow(application)


def test_what_is_written_is_there_until_the_sandbox_is_left(
    app: Flask, application: Application
) -> None:
    with sandbox(app) as (inner, _):
        users = Users(inner, application.id)
        made = users.create(ANN)
        assert users.find("ann@example.com") == made
        assert users.check_password("ann@example.com", "correct horse") is not None
        users.update(made["id"], {"firstName": "Ann"})
        assert Users(inner, application.id).find(made["id"])["firstName"] == "Ann"
    assert number_of(User) == 0


def test_all_ports_look_into_the_same_one(app: Flask, application: Application, flow: Flow) -> None:
    with sandbox(app) as (inner, engine):
        storage = Storage(engine)
        storage.put(flow.id, "n", 1)
        ann = Users(inner, application.id).create(ANN)
        group = Groups(inner, application.id).create({"name": "Guides"})
        Groups(inner, application.id).update(group["id"], {"membersToAdd": [ann["id"]]})
        assert Groups(inner, application.id).holds(group["id"], "ann@example.com")
        assert storage.add(flow.id, "n", 2) == 3
    assert number_of(FlowStorage) == 0


def test_an_act_that_is_refused_takes_back_only_itself(
    app: Flask, application: Application
) -> None:
    with sandbox(app) as (inner, _):
        users = Users(inner, application.id)
        users.create(ANN)
        with pytest.raises(Refused):
            users.create(ANN)
        assert users.search({})["totalCount"] == 1


def test_what_was_there_before_is_seen_and_stays_as_it_was(
    app: Flask, application: Application
) -> None:
    make_user(application, email="bob@example.com")
    with sandbox(app) as (inner, _):
        assert Users(inner, application.id).delete("bob@example.com")
        assert Users(inner, application.id).find("bob@example.com") is None
    assert number_of(User) == 1


def test_others_can_write_once_it_is_left(app: Flask, application: Application) -> None:
    with sandbox(app) as (inner, _):
        Users(inner, application.id).create(ANN)
    make_user(application, **ANN)
    with pytest.raises(AlreadyExists):
        make_user(application, **ANN)


def test_whoever_only_reads_in_it_keeps_nobody_from_writing(
    app: Flask, application: Application
) -> None:
    with sandbox(app) as (inner, _):
        assert Users(inner, application.id).find("ann@example.com") is None
        make_user(application, **ANN)
        assert Users(inner, application.id).find("ann@example.com") is not None
