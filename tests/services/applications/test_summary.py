from flask import Flask

from app.extensions import db
from app.models import Account, Application
from app.schemas import ApiTokenPost
from app.services.accounts.api_tokens import create_api_token
from app.services.applications.summary import account_summary, summaries
from app.services.flows import delete_flow
from tests.conftest import Clock
from tests.factories import (
    BY,
    make_application,
    make_endpoint,
    make_flow,
    make_group,
    make_slug,
    make_user,
    make_version,
    make_view,
)
from tests.services.conftest import Watch


def test_it_counts_what_there_is_and_of_copies_those_in_develop(application: Application) -> None:
    make_endpoint(application), make_endpoint(application), make_view(application)
    make_version(application), make_user(application), make_group(application)
    create_api_token(application, ApiTokenPost(name="CI"), BY)
    delete_flow(make_flow(application), BY)
    make_flow(application)
    assert summaries([application])[application.id].counts == {
        "apiTokenCount": 1,
        "experienceDomainCount": 0,
        "experienceEndpointCount": 2,
        "experienceGroupCount": 1,
        "experienceSlugCount": 1,
        "experienceUserCount": 1,
        "experienceVersionCount": 2,
        "experienceViewCount": 1,
        "flowCount": 1,
    }


def test_counts_can_be_chosen(application: Application) -> None:
    chosen = summaries([application], include="experienceUserCount,experienceViewCount,other")
    assert set(chosen[application.id].counts) == {"experienceUserCount", "experienceViewCount"}
    rest = summaries([application], exclude="experienceUserCount")
    assert len(rest[application.id].counts) == 8


def test_the_newest_slug_that_was_chosen_is_the_one_shown(
    application: Application, stopped_clock: Clock
) -> None:
    assert summaries([application])[application.id].endpoint_slug == application.id
    for name in ("zoo", "museum"):
        stopped_clock.advance(seconds=1)
        make_slug(application, slug=name)
    assert summaries([application])[application.id].endpoint_slug == "museum"


def test_the_default_of_cors_is_that_of_develop(app: Flask) -> None:
    application = make_application(endpoint_default_cors=False)
    assert not summaries([application])[application.id].endpoint_default_cors


def test_many_applications_take_no_more_queries_than_one(owner: Account, watch: Watch) -> None:
    def queries() -> int:
        applications = db.session.query(Application).all()
        assert [one.id for one in applications]
        with watch() as seen:
            summaries(applications)
        return len(seen)

    make_application(owner)
    few = queries()
    make_application(owner), make_application(owner)
    assert queries() == few == 11


def test_an_account_has_the_sum_of_its_applications(
    owner: Account, stranger: Account, application: Application
) -> None:
    make_user(application), make_user(make_application(owner)), make_user()
    found = account_summary(owner)
    assert (found["appCount"], found["experienceUserCount"]) == (2, 2)
    assert account_summary(stranger)["appCount"] == 0
