import pytest

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import Application, Domain
from app.schemas import DomainPatch
from app.services.experience.domains import delete_domain, update_domain
from tests.factories import BY, HOST, make_domain, make_version


@pytest.mark.parametrize(
    "name", ["localhost", "a.localhost", "a.b.localhost", "*.localhost", "*.a.localhost"]
)
def test_a_domain_cannot_lie_within_the_console_host(application: Application, name: str) -> None:
    with pytest.raises(ValidationError, match="where the console lives"):
        make_domain(application, domain_name=name)
    domain = make_domain(application)
    with pytest.raises(ValidationError):
        update_domain(domain, DomainPatch(domain_name=name), BY, HOST)


def test_a_domain_may_end_in_the_same_letters(application: Application) -> None:
    assert make_domain(application, domain_name="notlocalhost").version == "develop"


def test_a_domain_is_taken_once_on_the_whole_server(application: Application) -> None:
    make_domain(domain_name="*.example.com")
    with pytest.raises(AlreadyExists, match=r"`\*.example.com` is already registered"):
        make_domain(application, domain_name="*.Example.com")
    domain = make_domain(application, domain_name="a.example.com")
    with pytest.raises(AlreadyExists):
        update_domain(domain, DomainPatch(domain_name="*.example.com"), BY, HOST)
    patch = DomainPatch(domain_name="A.example.com")
    assert update_domain(domain, patch, BY, HOST).domain_name == "a.example.com"


def test_a_domain_points_at_a_version_or_at_nothing(application: Application) -> None:
    make_version(application, version="v1")
    domain = make_domain(application, version="v1")
    assert update_domain(domain, DomainPatch(version=None), BY, HOST).version is None
    with pytest.raises(ValidationError, match="version names `v2`"):
        update_domain(domain, DomainPatch(version="v2"), BY, HOST)


def test_certificates_are_kept_until_they_are_taken_away(application: Application) -> None:
    domain = make_domain(application, ssl_cert="c" * 50, ssl_key="k" * 50)
    update_domain(domain, DomainPatch(ssl_cert=None), BY, HOST)
    assert (domain.ssl_cert, domain.ssl_key) == (None, "k" * 50)


def test_a_domain_can_be_deleted(application: Application) -> None:
    domain = make_domain(application)
    id = domain.id
    delete_domain(domain, BY)
    assert db.session.get(Domain, id) is None
