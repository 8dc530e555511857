from typing import Any

import pytest

from app.models import Application
from tests.api.conftest import Api
from tests.factories import make_endpoint, make_group, make_user

DEVICES = [f"{number:024x}" for number in range(3)]


def test_one_is_made_with_all_its_fields(api: Api, application: Application) -> None:
    parent = make_group(application)
    grandparent = make_group(application)
    api.patch(f"/groups/{parent.id}", {"parentId": grandparent.id})
    body = {
        "name": "Guides",
        "description": "They show the ships",
        "parentId": parent.id,
        "groupTags": {"deck": "3"},
        "experienceUserIds": [make_user(application).id],
        "experienceEndpointIds": [make_endpoint(application).id],
        "deviceIds": DEVICES,
        "deviceTags": [{"key": "deck"}, {"value": "3"}],
        "deviceQueryJson": '{"$nor":[]}',
    }
    made = api.post("/groups", body)
    assert made.items() >= body.items()
    assert made["ancestorIds"] == [parent.id, grandparent.id]
    assert api.get("/groups", filterField="name", filter="guides")["items"] == [made]
    changed = api.patch(f"/groups/{made['id']}", {"parentId": None, "experienceUserIds": []})
    assert (changed["ancestorIds"], changed["experienceUserIds"]) == ([], [])
    assert changed["experienceEndpointIds"] == body["experienceEndpointIds"]


def test_devices_are_counted_when_asked(api: Api, application: Application) -> None:
    parent = make_group(application, device_ids=DEVICES[:2])
    make_group(application, parent_id=parent.id, device_ids=DEVICES[1:])
    path = f"/groups/{parent.id}"
    assert not {"directDeviceCount", "totalDeviceCount"} & set(api.get(path))
    counted = api.get(path, includeDirectDeviceCount="true", includeTotalDeviceCount="1")
    assert (counted["directDeviceCount"], counted["totalDeviceCount"]) == (2, 3)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "experienceGroup.name is required"),
        ({"name": "x" * 256}, "experienceGroup.name is longer than 255"),
        ({"name": "A", "parentId": "f" * 24}, "parentId names"),
        ({"name": "A", "experienceUserIds": ["f" * 24]}, "experienceUserIds names"),
        ({"name": "A", "deviceQueryJson": "{"}, "experienceGroup.deviceQueryJson is not JSON"),
        ({"name": "A", "ancestorIds": []}, "experienceGroup.ancestorIds is not a field"),
    ],
)
def test_it_says_what_cannot_be(api: Api, body: dict[str, Any], message: str) -> None:
    status, kind, said = api.refused("POST", "/groups", body)
    assert (status, kind) == (400, "Validation")
    assert message in said
    assert api.get("/groups")["totalCount"] == 0


def test_a_circle_is_refused(api: Api, application: Application) -> None:
    top = make_group(application)
    below = make_group(application, parent_id=top.id)
    refusal = api.refused("PATCH", f"/groups/{top.id}", {"parentId": below.id})
    assert refusal[0] == 400
    assert "below itself" in refusal[2]
    assert "parentId" not in api.get(f"/groups/{top.id}")


def test_children_move_up_when_a_group_goes(api: Api, application: Application) -> None:
    top = make_group(application)
    middle = make_group(application, parent_id=top.id)
    low = make_group(application, parent_id=middle.id)
    api.delete(f"/groups/{middle.id}")
    assert api.get(f"/groups/{low.id}")["parentId"] == top.id
