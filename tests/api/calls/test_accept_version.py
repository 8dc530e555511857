import pytest

from app.api.calls.accept_version import VersionNotAllowed, check_version
from tests.api.conftest import Api


@pytest.mark.parametrize(
    "wanted",
    [
        *(None, "", " ", "*", "x", "1", "1.x", "1.31", "1.31.x", "1.31.0", "v1.31.0", "=1.31.0"),
        *("^1", "^1.0.0", "^1.26.1", "^1.29.3", "^1.30.0", "^1.31.0", "~1.31.0", "~1.31", "~1"),
        *(">=1.0.0", ">= 1.31.0 < 2.0.0", "<2", "<=1.31.0", "<=1.31", ">1.30.9", "<=1"),
        *("1.0.0 - 1.40.0", "^0.9 || ^1.2.0", "2.x || 1.x"),
    ],
)
def test_a_range_that_holds_this_version_is_fine(wanted: str | None) -> None:
    check_version(wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        *("2", "^2.0.0", "^1.32.0", "~1.30.0", "1.30.0", "1.30", "0.x", "^0.31.0", ">1.31.0"),
        *(">1", "<1.31.0", "<1", ">=1.31.1", "1.0.0 - 1.30.9", "^1.31.0 <1.31.0"),
        *("latest", "1.x.y.z", "^^1", "1.31.0.0", "-1", "^1.31.0; drop"),
    ],
)
def test_any_other_is_refused(wanted: str) -> None:
    with pytest.raises(VersionNotAllowed, match="1.31.0"):
        check_version(wanted)


def test_a_call_tells(root: Api) -> None:
    assert root.call("GET", "/me", headers={"Accept-Version": "^1.26.1"}).status_code == 200
    response = root.call("GET", "/me", headers={"Accept-Version": "^2.0.0"})
    assert (response.status_code, response.json["type"]) == (400, "VersionNotAllowed")
