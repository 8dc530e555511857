import pytest
from pydantic import Field, ValidationError

from app.workflows.config import JsonTemplate, NodeConfig, PayloadPath, ResultPath, Template


class Config(NodeConfig):
    some_text: Template = Field(default=Template(""), max_length=5)
    texts: list[Template] = Field(default_factory=list)
    maybe: Template | None = None
    result_path: ResultPath = Field(default=ResultPath(""))


@pytest.mark.parametrize(
    ("stored", "text"),
    [("a", "a"), (None, ""), (5, "5"), (0.5, "0.5"), (True, "true"), ("", "")],
)
def test_old_exports_hold_more_than_text(stored, text):
    field = Config.model_validate({"someText": stored}).some_text
    assert field == text
    assert isinstance(field, Template)


@pytest.mark.parametrize("stored", [{}, [], "longer"])
def test_what_cannot_be_text_is_refused(stored):
    with pytest.raises(ValidationError):
        Config.model_validate({"someText": stored})


def test_lists_and_optional_fields():
    config = Config.model_validate({"texts": ["a", 1], "maybe": "b", "unknown": 1})
    assert (config.texts, config.maybe) == (["a", "1"], "b")
    assert isinstance(config.texts[0], Template)
    assert Config.model_validate({}).maybe is None


def test_the_schema_tells_the_kind_and_the_limits():
    properties = Config.model_json_schema()["properties"]
    assert properties["someText"] == {
        "default": "",
        "format": "template",
        "maxLength": 5,
        "title": "Sometext",
        "type": "string",
    }
    assert properties["texts"]["items"] == {"type": "string", "format": "template"}
    assert properties["resultPath"]["format"] == "result-path"
    kinds = {kind.format_name for kind in (Template, JsonTemplate, PayloadPath, ResultPath)}
    assert len(kinds) == 4
