"""What bodies may hold, field by field."""

import re

import pytest

from tests.contracts.facts import FACTS, OPERATIONS, content_of, described, differences

NOT_OURS = {  # there are no organizations, roles, templates, archives or blobs here
    *("orgId", "applicationTemplateId", "appliedTemplateIds", "archiveConfig", "blobUrlTTL"),
    *("defaultRole", "orgRoles"),
    # and no nodes that would use these credentials
    *("awsConfig", "azureConfig", "gcpConfig", "logglyConfig", "snowflakeConfig", "twilioConfig"),
    "whatsappConfig",
}
ONLY_OURS = {"keyPairConfig", "redisConfig"}
ON_PURPOSE = {
    ".*Reply": r"properties\.value\.minLength: 1",  # a reply that leads nowhere is a mistake
    "scope|requestedScopes": r"items\.enum: ",  # those that there are, not any text
    "responseHeaders": r"patternProperties\.",  # what HTTP takes for a name
    "type": r"enum: ",  # of credentials: those whose nodes there are
    "tokenTTL": r"maximum: 1000000000000",  # thirty years will do
    "ftueTracking": r"items\.properties\.version\.",  # a number, said in two words
}


@pytest.mark.parametrize("name", FACTS["bodies"])
def test_it_takes_what_the_reference_says(name: str) -> None:
    theirs, ours = FACTS["bodies"][name], content_of(described(OPERATIONS[name])["requestBody"])
    if "[]" in theirs:
        assert differences(ours["items"], theirs["[]"]) == set()
        return
    assert set(ours["properties"]) - ONLY_OURS == set(theirs) - NOT_OURS
    assert ours.get("required", []) == FACTS["operations"][name]["required"]
    assert ours["additionalProperties"] is False
    assert {
        f"{field}: {one}"
        for field, schema in ours["properties"].items()
        if field not in ONLY_OURS
        for one in differences(schema, theirs[field])
        if not is_on_purpose(field, one)
    } == set()


def is_on_purpose(field: str, difference: str) -> bool:
    return any(
        re.fullmatch(one, field) and re.match(reason, difference)
        for one, reason in ON_PURPOSE.items()
    )
