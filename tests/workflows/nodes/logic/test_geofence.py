import pytest
from dirty_equals import IsFloat

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

PLACES = {
    "here": "47.3779,8.5403",
    "there": "47.3769,8.5417",
    "metres": 200,
    "corners": ["47,8", "47,9", "48,9", "48,8"],
}
CORNERS = "47,8\n47,9\n48,9\n{{ '48,8' }}"


def fence(output, working, **config):
    settings = {"gpsCheck": "{{ data.body.here }}"} | config
    return Case(settings, PLACES, working, output=output)


AROUND = {"gpsCenter": "{{ data.body.there }}", "radius": "{{ data.body.metres }}"}

test_over_http = over_http(
    "GeofenceNode",
    fence(1, {}, **AROUND),
    fence(0, {}, **AROUND | {"radius": "100"}),
    fence(0, {}, **AROUND | {"gpsCheck": "here"}),
    fence(1, {"far": IsFloat(gt=150, lt=156)}, **AROUND, resultPath="working.far"),
    fence(1, {"inside": True}, **AROUND, branchPath="working.inside"),
    fence(1, {}, checkType="polygonCoords", polygonCoords=CORNERS),
    fence(0, {}, checkType="polygonCoords", polygonCoords=CORNERS, gpsCheck="49,8.5"),
    fence(1, {}, checkType="polygon", polygonPath="data.body.corners"),
)


SQUARE = ["0,0", "0,10", "10,10", "10,0"]


def run_fence(data=None, **config):
    settings = {"resultPath": "working.result", "branchPath": "working.inside"} | config
    return run_node("GeofenceNode", settings, data)


def around(place, center="47.3769,8.5417", radius="1000", data=None):
    return run_fence(data, checkType="radius", gpsCheck=place, gpsCenter=center, radius=radius)


def test_a_place_is_inside_if_it_is_no_farther_than_the_radius():
    near = around("47.3779,8.5403")
    assert near.output == 1
    assert near.payload["working"]["result"] == pytest.approx(153, abs=1)
    assert near.payload["working"]["inside"] is True
    far = around("46.9480,7.4474")
    assert far.output == 0
    assert far.payload["working"]["result"] == pytest.approx(95_450, abs=200)
    assert far.payload["working"]["inside"] is False


@pytest.mark.parametrize(
    "place",
    [
        "47.3769, 8.5417",
        "47° 22' 36.84\" N, 8° 32' 30.12\" E",
        "$GPGLL,4722.614,N,00832.502,E,225444,A,*1D",
        "$GPGGA,123519,4722.614,N,00832.502,E,1,08,0.9,545.4,M,46.9,M,,*47",
    ],
)
def test_a_place_can_be_written_in_many_ways(place):
    assert around(place, radius="1").output == 1


@pytest.mark.parametrize(
    ("sentence", "inside"),
    [("$GNGLL,3352.0,S,15112.0,E", 1), ("$GNGLL,3352.0,N,15112.0,E", 0)],
)
def test_south_and_west_are_negative(sentence, inside):
    assert around(sentence, "-33.8667,151.2", "100").output == inside


@pytest.mark.parametrize(
    "place", ["", "here", "91,0", "$GPRMC,1,2,3,4", "$GPGLL,x,N,y,E", "$GPGLL,,N,,E", "$GPGLL,1"]
)
def test_what_is_no_place_is_outside_and_has_no_result(place):
    ran = around(place)
    assert ran.output == 0
    assert ran.payload["working"] == {"inside": False}


def test_without_a_centre_it_is_outside():
    assert around("47,8", center="").payload["working"] == {"inside": False}


@pytest.mark.parametrize(("place", "inside"), [("5,5", True), ("5,11", False), ("-1,5", False)])
def test_a_place_is_inside_of_corners(place, inside):
    data = {"place": place, "corners": SQUARE, "last": SQUARE[-1]}
    lines = "\n".join(SQUARE[:-1]) + "\n{{ data.last }}\n"
    coords = {"checkType": "polygonCoords", "polygonCoords": lines}
    at_path = {"checkType": "polygon", "polygonPath": "data.corners"}
    for config in (coords, at_path):
        ran = run_fence(data, gpsCheck="{{ data.place }}", **config)
        assert ran.output == int(inside)
        assert ran.payload["working"] == {"result": inside, "inside": inside}


@pytest.mark.parametrize("corners", [None, "x", [], SQUARE[:2], [*SQUARE, "x"]])
def test_corners_that_are_none_have_no_inside(corners):
    data = {"corners": corners}
    ran = run_fence(data, checkType="polygon", polygonPath="data.corners", gpsCheck="5,5")
    assert ran.output == 0
    assert ran.payload["working"] == {"inside": False}


def test_what_the_author_got_wrong_halts():
    assert around("1,1", radius="far").error == (
        "ValidationError",
        "Radius must be a number, not “far”",
    )
    data = {"corners": SQUARE * 2000}
    ran = run_fence(data, checkType="polygon", polygonPath="data.corners", gpsCheck="5,5")
    assert ran.error == ("ValidationError", "There are 5,000 corners at most")
