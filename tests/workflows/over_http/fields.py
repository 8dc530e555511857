"""The fields of a node's config, and configs with one of them left out."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from app.workflows.config import NodeConfig
from tests.workflows.over_http.case import Json

Model = type[NodeConfig]
Found = Iterator[tuple[str, Json, str, FieldInfo]]


def fields_of(model: Model, above: str = "") -> Iterator[str]:
    """`rules`, `headerInfo.keyTemplate`; `rules(Set).destination` where a list holds several kinds.

    Without those that only old exports have, and without what says which kind it is."""
    for name, field in model.model_fields.items():
        if is_old(field) or is_kind(field):
            continue
        path = above + alias(name, field)
        yield path
        for part in (parts := list(models_in(field.annotation))):
            yield from fields_of(part, f"{path}{_kind(part, parts)}.")


def is_old(field: FieldInfo) -> bool:
    extra = field.json_schema_extra
    return isinstance(extra, Mapping) and bool(extra.get("deprecated"))


def is_kind(field: FieldInfo) -> bool:
    return len(choices_of(field)) == 1


def choices_of(field: FieldInfo) -> tuple[Any, ...]:
    return get_args(field.annotation) if get_origin(field.annotation) is Literal else ()


def alias(name: str, field: FieldInfo) -> str:
    return field.alias or name


def models_in(annotation: Any) -> Iterator[Model]:
    if isinstance(annotation, type) and issubclass(annotation, NodeConfig):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def configs_without(model: Model, config: Json, path: str) -> Iterator[Json]:
    """The config with that field at its default, wherever it is set; nothing if it is not.

    What has no default is blank instead, or one of the other values that it may have. Configs that
    would be refused are left out: they prove nothing."""
    for index in range(_most_blanks(model, config, path)):
        changed = deepcopy(config)
        for found, given, name, field in list(_set_fields(model, changed)):
            if found == path:
                _blank(given, name, field, index)
        if _fits(model, changed):
            yield changed


def _most_blanks(model: Model, config: Json, path: str) -> int:
    found = [field for at, _, _, field in _set_fields(model, config) if at == path]
    return max((len(_blanks(field)) for field in found), default=0)


def _blanks(field: FieldInfo) -> list[Any]:
    if not field.is_required():
        return [None]  # is left out
    return list(choices_of(field)) or [""]


def _blank(given: Json, name: str, field: FieldInfo, index: int) -> None:
    if field.is_required():
        given[name] = (blanks := _blanks(field))[index % len(blanks)]
    else:
        del given[name]


def _set_fields(model: Model, config: Json) -> Found:
    """(path, the object that has it, its name there, the field) for each that is set."""
    yield from _walk(model.model_validate(config), config, "")


def _walk(parsed: NodeConfig, given: Json, above: str) -> Found:
    for name, field in type(parsed).model_fields.items():
        key = alias(name, field)
        if key not in given:
            continue
        path = above + key
        yield path, given, key, field
        parts = list(models_in(field.annotation))
        for one, json in _pairs(getattr(parsed, name), given[key]):
            yield from _walk(one, json, f"{path}{_kind(type(one), parts)}.")


def _pairs(parsed: Any, given: Any) -> Iterator[tuple[NodeConfig, Json]]:
    if isinstance(parsed, NodeConfig):
        yield parsed, given
    elif isinstance(parsed, list):
        for one, json in zip(parsed, given, strict=False):
            yield from _pairs(one, json)


def _kind(part: Model, parts: list[Model]) -> str:
    return f"({part.__name__})" if len(parts) > 1 else ""


def _fits(model: Model, config: Json) -> bool:
    try:
        model.model_validate(config)
    except ValidationError:
        return False
    return True
