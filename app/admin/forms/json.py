"""JSON in forms: texts that hold a value, and the values that a record did not show."""

from typing import Any

import orjson
from wtforms import Field, TextAreaField
from wtforms.utils import unset_value

from app.services.flow_tests.from_run import Place, hidden_in, replaced


class JsonField(TextAreaField):
    """data: the value, None if it is blank or no JSON; what was typed stays either way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "TextAreaField"  # that is how it is drawn

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.errors: list[str] = []
        self.data = None if data is unset_value else data
        self.text = _or_blank(self.data)
        if formdata is not None and self.name in formdata:
            self.text = formdata.getlist(self.name)[0]
            self.data = self._read()

    def _read(self) -> Any:
        if not self.text.strip():
            return None
        try:
            return orjson.loads(self.text)
        except orjson.JSONDecodeError as error:
            self.errors = [f"Line {error.lineno}, column {error.colno}: this is no JSON."]
            return None

    def show(self, data: Any) -> None:
        """Another value, as if it had been typed."""
        self.data, self.text = data, _or_blank(data)

    def words(self, value: Any) -> str:
        """For who compares an edit with what is stored."""
        return _or_blank(value) or "nothing"

    def _value(self) -> str:
        return self.text


class ValueField(JsonField):
    """Any value, null as well, but not nothing."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        if formdata is None or self.name not in formdata:
            self.text = "" if data is unset_value else json_text(data)
        elif not self.text.strip():
            self.errors = ['Write a JSON value, such as `{}` or `"text"`.']

    def words(self, value: Any) -> str:
        return json_text(value)


class ShownField(Field):
    """What stood where a record hides something. rows: place and text, as typed."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.errors: list[str] = []
        self.rows: dict[str, str] = {}
        self.data = None
        if formdata is not None:
            places, texts = (formdata.getlist(f"{self.name}-{part}") for part in ("place", "text"))
            self.rows = dict(zip(places, texts, strict=False))

    def into(self, value: Any) -> Any:
        """The value, with what was typed in its place."""
        for place in list(hidden_in(value)):
            if shown := self.rows.get(place_name(place)):
                value = replaced(value, place, shown)
        return value


def hidden_places(value: Any) -> list[str]:
    return [place_name(place) for place in hidden_in(value)]


def place_name(place: Place) -> str:
    return ".".join(f"[{step}]" if isinstance(step, int) else step for step in place)


def _or_blank(value: Any) -> str:
    return "" if value is None else json_text(value)


def json_text(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
