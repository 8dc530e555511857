"""Fields that hold more than one line of text: lists, pairs and chips."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, TextAreaField
from wtforms.utils import unset_value

from app.admin.forms.resource import in_words


class LinesField(TextAreaField):
    """A list of texts, one a line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "TextAreaField"  # that is how it is drawn

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].splitlines() if valuelist else []
        self.data = [line.strip() for line in typed if line.strip()]

    def _value(self) -> str:
        return "\n".join(self.data or [])


class PairsField(Field):
    """Names and values in rows: a dict. rows: as typed, a doubled or blank name too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[tuple[str, str]] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.rows = list((self.default or {} if data is unset_value else data or {}).items())
        if formdata is not None:
            names, values = (formdata.getlist(f"{self.name}-{part}") for part in ("name", "value"))
            typed = zip(names, values, strict=False)
            self.rows = [(name.strip(), value) for name, value in typed if name.strip() or value]
        self.data = dict(self.rows)
        self.errors = []
        if len(self.data) < len(self.rows):
            doubled = {name for name, _ in self.rows if sum(n == name for n, _ in self.rows) > 1}
            self.errors = [f"{', '.join(sorted(doubled))} is there twice; keep one."]


class ChipsField(Field):
    """Several things of one kind: their ids. new: names that were typed and are none of them; made:
    the ids of those that a save is making. They are gone again if the save is refused."""

    def __init__(self, *args: Any, choices: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """choices: id → name."""
        super().__init__(*args, **kwargs)
        self.choices: Mapping[str, str] = choices or {}
        self.new: list[str] = []
        self.made: list[str] = []

    @property
    def sent(self) -> list[str]:
        return [*self.data, *self.made]

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.errors: list[str] = []
        self.typed: list[str] = []
        self.data = [] if data is unset_value else list(data or [])
        if formdata is not None:
            self.data = list(dict.fromkeys(formdata.getlist(self.name)))
            self.typed = [name.strip() for name in formdata.getlist(f"{self.name}-name")]

    def resolve(self, choices: Mapping[str, str]) -> None:
        """Once it is known what there is: typed names become ids, the rest is new."""
        self.choices = choices
        ids = {name.casefold(): id for id, name in choices.items()}
        for name in self.typed:
            id = ids.get(name.casefold())
            if id and id not in self.data:
                self.data.append(id)
            elif not id and name and name not in self.new:
                self.new.append(name)

    def words(self, ids: list[str]) -> str:
        return in_words([self.choices.get(id, id) for id in ids])
