import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.admin.publishing.versions import next_name
from app.extensions import db
from app.models import Application, Endpoint, RequestCount, Slug, Version
from app.schemas import ViewPatch
from app.services.clock import now
from app.services.experience.views import update_view
from tests.conftest import Clock

from .. import factories
from .conftest import post


@pytest.fixture
def base(application: Application) -> str:
    return f"/console/applications/{application.id}/experience"


@pytest.fixture
def slug(application: Application) -> Slug:
    return factories.make_slug(application, slug="museum")


def ask(application: Application, version: str, count: int, status: int = 200) -> None:
    row = RequestCount(
        application_id=application.id,
        time=now(),
        endpoint_id="a" * 24,
        version=version,
        host="museum",
        status=status,
        count=count,
    )
    db.session.add(row)
    db.session.commit()


def names(application: Application) -> set[str]:
    db.session.expire_all()
    return set(db.session.scalars(select(Version.name).filter_by(application_id=application.id)))


class TestList:
    def test_develop_comes_first_and_then_the_newest(
        self, application: Application, owner_client: FlaskClient, base: str, stopped_clock: Clock
    ) -> None:
        for name in ("b-old", "a-new"):
            stopped_clock.advance(minutes=1)
            factories.make_version(application, version=name)
        text = owner_client.get(f"{base}/versions").text.partition("<tbody")[2]
        assert text.index(">develop<") < text.index("<b>a-new") < text.index("<b>b-old")
        text = owner_client.get(f"{base}/versions?sort=published").text.partition("<tbody")[2]
        assert text.index(">develop<") < text.index("<b>b-old") < text.index("<b>a-new")

    def test_each_has_its_hosts_notes_and_requests(
        self, application: Application, owner_client: FlaskClient, base: str, slug: Slug
    ) -> None:
        factories.make_version(
            application, version="v1", slug_ids=[slug.id], description="Visits <by> photo"
        )
        ask(application, "v1", 1610)
        ask(application, "v1", 31, status=502)
        text = owner_client.get(f"{base}/versions").text
        assert "museum.localhost" in text
        assert "Visits &lt;by&gt; photo" in text
        assert "1\u2009641" in text
        assert '<span class="status s5">31</span>' in text

    def test_it_tells_how_far_develop_has_gone(
        self, application: Application, owner_client: FlaskClient, base: str
    ) -> None:
        assert "Only develop yet" in owner_client.get(f"{base}/versions").text
        factories.make_version(application, version="v1")
        assert "no changes since v1" in owner_client.get(f"{base}/versions").text
        factories.make_endpoint(application)
        assert "1 change since v1" in owner_client.get(f"{base}/versions").text

    @pytest.mark.parametrize("wanted", ["v1", "PHOTO", "museum.loc"])
    def test_the_filter_looks_into_names_notes_and_hosts(
        self,
        application: Application,
        owner_client: FlaskClient,
        base: str,
        slug: Slug,
        wanted: str,
    ) -> None:
        factories.make_version(
            application, version="v1", slug_ids=[slug.id], description="By photo"
        )
        factories.make_version(application, version="other")
        text = owner_client.get(f"{base}/versions?filter={wanted}").text
        assert "By photo" in text
        assert "<b>other</b>" not in text

    def test_the_number_of_queries_does_not_grow_with_the_versions(
        self, application: Application, owner_client: FlaskClient, base: str
    ) -> None:
        def queries() -> int:
            asked: list[object] = []

            def note(*given: object) -> None:
                asked.append(given[2])

            event.listen(db.engine, "before_cursor_execute", note)
            owner_client.get(f"{base}/versions")
            event.remove(db.engine, "before_cursor_execute", note)
            return len(asked)

        factories.make_version(application)
        few = queries()
        for _ in range(4):
            factories.make_version(application)
        assert queries() == few

    def test_versions_of_others_are_not_there(
        self, application: Application, stranger_client: FlaskClient, base: str
    ) -> None:
        factories.make_version(application, version="v1")
        for there in ("versions", "publish", "copy/v1", "delete-version/v1", "compare/v1"):
            assert stranger_client.get(f"{base}/{there}").status_code == 404


class TestCreate:
    def test_it_freezes_develop_and_points_hosts_at_once(
        self, application: Application, owner_client: FlaskClient, base: str, slug: Slug
    ) -> None:
        there = f"{base}/publish"
        made = post(owner_client, there, version="v/1 ~", description="New", slug_ids=slug.id)
        assert made.status_code == 302
        db.session.expire_all()
        assert slug.version == "v/1 ~"
        assert owner_client.get(f"{base}/versions/v~11%20~0").status_code == 200

    def test_a_name_that_is_taken_is_refused_and_the_check_marks_stay(
        self, application: Application, owner_client: FlaskClient, base: str, slug: Slug
    ) -> None:
        factories.make_version(application, version="v1")
        refused = post(
            owner_client, f"{base}/publish", version="v1", description="", slug_ids=slug.id
        )
        assert refused.status_code == 400
        assert 'id="version-error"' in refused.text
        checked = refused.text.split(f'value="{slug.id}"')[1].split(">")[0]
        assert "checked" in checked

    def test_it_tells_what_each_host_answers_with_and_how_often(
        self, application: Application, owner_client: FlaskClient, base: str, slug: Slug
    ) -> None:
        ask(application, "develop", 655)
        text = owner_client.get(f"{base}/publish").text
        assert 'data-amount="655"' in text


@pytest.mark.parametrize(
    ("versions", "name"),
    [
        (["v1", "develop"], "v2"),
        (["2026.11-3", "v1", "develop"], "2026.11-4"),
        (["v1", "v2", "develop"], "v3"),
        (["develop-backup-2026-10-06 10:11:00", "v1", "develop"], "v2"),
        (["beta", "v1", "develop"], "2025-03-01 12:00"),
        (["develop"], "2025-03-01 12:00"),
    ],
)
def test_the_next_name_goes_on_from_the_newest(
    stopped_clock: Clock, versions: list[str], name: str
) -> None:
    assert next_name(versions) == name


class TestCopy:
    def test_develop_becomes_as_the_version_was_and_is_saved_before(
        self, application: Application, owner_client: FlaskClient, base: str, stopped_clock: Clock
    ) -> None:
        factories.make_version(application, version="v1")
        new_id = factories.make_endpoint(application, route="/new").id
        text = owner_client.get(f"{base}/copy/v1").text
        assert "1 thing changes" in text
        assert "checked" in text.split('name="backup"')[1].split(">")[0]
        copied = post(owner_client, f"{base}/copy/v1", backup="y")
        assert copied.status_code == 302
        assert names(application) == {
            "develop",
            "v1",
            f"develop-backup-{stopped_clock.time:%Y-%m-%d %H:%M:%S}",
        }
        holders = select(Endpoint.version_id).filter_by(id=new_id)
        assert len(db.session.scalars(holders).all()) == 1  # the backup
        assert "no changes since v1" in owner_client.get(f"{base}/versions").text

    def test_no_backup_is_made_if_it_is_not_wanted(
        self, application: Application, owner_client: FlaskClient, base: str
    ) -> None:
        factories.make_version(application, version="v1")
        post(owner_client, f"{base}/copy/v1")
        assert names(application) == {"develop", "v1"}

    def test_develop_is_not_copied_into_itself(
        self, application: Application, owner_client: FlaskClient, base: str
    ) -> None:
        assert post(owner_client, f"{base}/copy/develop").status_code == 400


class TestDelete:
    def test_it_names_the_hosts_that_would_break(
        self, application: Application, owner_client: FlaskClient, base: str, slug: Slug
    ) -> None:
        factories.make_version(application, version="v1", slug_ids=[slug.id])
        ask(application, "v1", 7)
        text = owner_client.get(f"{base}/delete-version/v1").text
        assert "1 host answers with it" in text
        assert "museum<wbr>.localhost" in text
        assert "7 requests a day" in text
        post(owner_client, f"{base}/delete-version/v1")
        assert names(application) == {"develop"}

    def test_develop_stays(
        self, application: Application, owner_client: FlaskClient, base: str
    ) -> None:
        assert post(owner_client, f"{base}/delete-version/develop").status_code == 400
        assert names(application) == {"develop"}


def test_the_notes_of_a_frozen_version_can_change(
    application: Application, owner_client: FlaskClient, base: str
) -> None:
    version = factories.make_version(application, version="v1")
    there = f"{base}/notes/v1"
    seen = owner_client.get(there).text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    post(owner_client, there, description="Kept", seen=seen)
    db.session.expire_all()
    assert version.description == "Kept"


class TestCompare:
    def test_without_a_version_there_is_nothing_to_compare(
        self, owner_client: FlaskClient, base: str
    ) -> None:
        assert "Nothing to compare with yet" in owner_client.get(f"{base}/compare/develop").text

    def test_it_tells_in_words_and_shows_views_as_text(
        self, application: Application, owner_client: FlaskClient, base: str
    ) -> None:
        view = factories.make_view(application, name="Hall", body="<h1>Old</h1>")
        factories.make_version(application, version="v1")
        update_view(view, ViewPatch(body="<h1>New</h1>"), factories.BY)
        factories.make_endpoint(application, route="/parts")
        text = owner_client.get(f"{base}/compare/develop?against=v1").text
        assert "2 changes." in text
        assert "/parts" in text
        assert "&lt;h1&gt;Old&lt;/h1&gt;" in text
        alone = owner_client.get(f"{base}/compare/develop?against=v1&show=views").text
        assert "&lt;h1&gt;New&lt;/h1&gt;" in alone
        assert 'id="routes-h"' not in alone

    def test_equal_versions_say_so(
        self, application: Application, owner_client: FlaskClient, base: str
    ) -> None:
        factories.make_version(application, version="v1")
        assert "The two are equal." in owner_client.get(f"{base}/compare/develop").text

    def test_a_version_that_is_not_there_is_not_compared(
        self, application: Application, owner_client: FlaskClient, base: str
    ) -> None:
        assert owner_client.get(f"{base}/compare/develop?against=v9").status_code == 404
        assert owner_client.get(f"{base}/compare/v9").status_code == 404

    def test_a_version_is_compared_with_the_one_before_it(
        self, application: Application, owner_client: FlaskClient, base: str, stopped_clock: Clock
    ) -> None:
        for name in ("v1", "v2"):
            stopped_clock.advance(minutes=1)
            factories.make_version(application, version=name)
        assert "<title>v1 and v2" in owner_client.get(f"{base}/compare/v2").text
        assert "<title>v2 and develop" in owner_client.get(f"{base}/compare/develop").text
        assert "<title>develop and v1" in owner_client.get(f"{base}/compare/v1").text
