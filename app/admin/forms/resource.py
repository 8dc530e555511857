"""Forms of the console. What is valid is said by the schemas, and only there.

A view reads and saves inside `with form.refusing():`, and draws the form again if it was refused:

    form = GroupForm.of(values_of(group))
    if form.is_submitted():
        with form.refusing():
            with form.changing(group, values_of):
                update_group(group, form.read(GroupPatch), me())
            flash("Saved.")
            return redirect(url_for(".group", group_id=group.id))
    return render_template("admin/groups/edit.html", form=form), form.status
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

import orjson
import pydantic
from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from pydantic.alias_generators import to_camel, to_snake
from wtforms import Field, HiddenField
from wtforms.form import BaseForm

from app.errors import AppError
from app.extensions import Model
from app.schemas.messages import field_errors
from app.services.transaction import transaction
from app.services.version_diff.lines import LineDiff, compare_lines

S = TypeVar("S", bound=pydantic.BaseModel)
Row = TypeVar("Row", bound=Model)

OWN = {"csrf_token", "seen"}


class Refused(Exception):
    """What was typed cannot be saved; the form says why."""


class Difference(NamedTuple):
    """theirs: what is stored by now."""

    label: str
    theirs: str
    yours: str

    @property
    def lines(self) -> LineDiff | None:
        """Of a text with several lines."""
        several = "\n" in self.theirs.strip() or "\n" in self.yours.strip()
        return compare_lines(self.theirs, self.yours) if several else None


class BrowserForm(FlaskForm):
    """Sent as browsers send it: Flask-WTF would read any JSON as a form, or break at it."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: BaseForm, formdata: Any) -> Any:
            if request.is_json and formdata is _Auto:
                return request.form
            return super().wrap_formdata(form, formdata)


class ResourceForm(BrowserForm):
    """Fields are called as in the schema. They have no validators of their own."""

    flat: ClassVar[tuple[str, ...]] = ()
    """Objects of the body, by their names on the wire, whose fields stand in the form as others."""

    seen = HiddenField()
    """Fingerprint of what the form showed when it was opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headlines: list[str] = []  # what is wrong with no field in particular
        self.differences: list[Difference] = []

    @classmethod
    def of(cls, values: Mapping[str, Any], **kwargs: Any) -> Self:
        """Filled with what is stored, or with what was sent."""
        form = cls(data=values, **kwargs)
        if not form.is_submitted():
            form.seen.data = fingerprint(values)
        return form

    @property
    def status(self) -> int:
        """Of the page that draws it."""
        if self.differences:
            return 409
        return 400 if self.headlines or self.errors else 200

    def body(self) -> dict[str, Any]:
        """As the API would be sent it. Forms that differ from their resource say how."""
        return {
            to_camel(name): getattr(field, "sent", field.data)
            for name, field in self._fields.items()
            if name not in OWN
        }

    def read(self, schema: type[S]) -> S:
        """Raises Refused."""
        try:
            found = schema.model_validate(self.body(), by_alias=True, by_name=False)
        except pydantic.ValidationError as error:
            for name, sentences in field_errors(error, self.flat).items():
                self.refuse(name, *sentences)
            raise Refused from None
        if self.errors:  # of fields whose input is no value at all, such as a name given twice
            raise Refused
        return found

    def refuse(self, name: str, *sentences: str) -> None:
        field = self._fields.get(name)
        if field is None or field.type == "HiddenField":
            self.headlines += sentences
        else:
            field.errors = (*field.errors, *sentences)

    def refuse_stale(self, values: Mapping[str, Any]) -> None:
        """values: what is stored now. Raises Refused if that is not what the form showed; sending
        it once more saves it all the same."""
        current = fingerprint(values)
        if self.seen.data == current:
            return
        self.differences = [
            Difference(field.label.text, words_of(field, values[name]), words_of(field, field.data))
            for name, field in self._fields.items()
            if name in values and values[name] != field.data
        ]
        self.seen.data = current
        if self.differences:
            raise Refused

    @contextmanager
    def changing(self, row: Row, values_of: Callable[[Row], Mapping[str, Any]]) -> Iterator[None]:
        """One transaction about that row, of which the form shows those values. Raises Refused if
        somebody has changed them since."""
        with transaction(row):
            self.refuse_stale(values_of(row))
            yield

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Whatever refuses what was typed ends here, beside its field."""
        try:
            yield
        except Refused:
            pass
        except AppError as error:
            if error.status >= 500:
                raise
            first, _, inner = (error.field or "").partition(".")
            name = inner.partition(".")[0] if first in self.flat else first
            self.refuse(to_snake(name), as_sentence(error.message))


def as_sentence(message: str) -> str:
    """What services say goes into sentences of others, too."""
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "?", "!")) else ".")


def fingerprint(values: Mapping[str, Any]) -> str:
    text = orjson.dumps(values, default=str, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()[:32]


def words_of(field: Field, value: Any) -> str:
    """Some fields know better than in_words what a value of theirs means."""
    words: str = getattr(field, "words", in_words)(value)
    return words


def in_words(value: Any) -> str:
    match value:
        case None | "" | [] | {}:
            return "nothing"
        case bool():
            return "on" if value else "off"
        case list():
            return ", ".join(in_words(item) for item in value)
        case dict():
            return ", ".join(f"{name}: {in_words(item)}" for name, item in value.items())
        case _:
            return str(value)
