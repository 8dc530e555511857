"""The page that describes the REST API to people."""

import re
from html import unescape

from flask.testing import FlaskClient

PAGE = "/console/api"


def test_it_lists_every_call_of_the_description(owner_client: FlaskClient) -> None:
    text = owner_client.get(PAGE).text
    paths = owner_client.get("/openapi.json").get_json()["paths"]
    described = {
        operation["operationId"]
        for operations in paths.values()
        for operation in operations.values()
        if not operation.get("deprecated")
    }
    assert described == set(re.findall(r'class="api-call" id="([^"]+)"', text))


def test_it_tells_limits_and_scopes_from_the_same_schemas(owner_client: FlaskClient) -> None:
    text = unescape(owner_client.get(PAGE).text)
    call = text.partition('id="experienceEndpoints.post"')[2].partition("</details>")[0]
    assert "text, 1 to 1024 characters" in call
    assert "delete, get, options, patch, post, put" in call
    assert "experienceEndpoints.post" in call


def test_nobody_reads_it_without_signing_in(client: FlaskClient) -> None:
    assert client.get(PAGE).status_code == 302
