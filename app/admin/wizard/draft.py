"""What the wizard was told so far. It lives in the address, so back and reload lose nothing."""

import re
from collections.abc import Iterator
from itertools import chain, count
from typing import Any

import pydantic
from flask import request
from sqlalchemy import select
from wtforms import RadioField, SelectField, StringField

from app.admin.endpoints.check import checked_route
from app.admin.endpoints.place import METHODS
from app.admin.forms import ChipsField, ResourceForm
from app.admin.people.users import group_names
from app.admin.place import Bench
from app.extensions import db
from app.models import View
from app.schemas import EndpointPost, GroupPost, ViewPost
from app.schemas.flow import FlowPost
from app.schemas.messages import field_errors
from app.schemas.texts import NAME_LENGTH
from app.services.experience.route_check import RouteCheck
from app.services.flows import develop_flow_names
from app.services.starters import PAGES, REPLIES, page_body

STEPS = {
    "kind": "Kind",
    "route": "Route",
    "access": "Access",
    "reply": "Reply",
    "review": "Review",
}
FIELDS = {
    "kind": ("kind",),
    "route": ("method", "route"),
    "access": ("access", "experience_group_ids"),
    "reply": (
        *("page", "page_name", "page_starter", "layout_id", "page_id"),
        *("flow", "flow_name", "flow_starter", "flow_id"),
    ),
}
KINDS = {"page": "Show a page", "api": "Return data", "custom": "Something else"}
ACCESS = {
    "public": "Everyone",
    "authenticated": "Signed-in users",
    "group": "Members of groups",
}
PAGE_CHOICES = ("new", "existing")
FLOW_CHOICES = ("none", "new", "existing")
WITH_BODY = ("post", "put", "patch")
WORD = re.compile(r"[A-Za-z0-9]+")


class Draft(ResourceForm):
    class Meta(ResourceForm.Meta):
        csrf = False  # it changes nothing

    kind = RadioField("Kind of endpoint", choices=KINDS, default="page")
    method = SelectField("Method", choices={one: one.upper() for one in METHODS}, default="get")
    route = StringField("Route", default="")
    access = RadioField("Who may call it", choices=ACCESS, default="public")
    experience_group_ids = ChipsField("Groups")
    page = RadioField("Page", default="new")
    page_name = StringField("Name", default="")
    page_starter = RadioField("Starter", default="blank")
    layout_id = SelectField("Layout", default="")
    page_id = SelectField("Page", default="")
    flow = RadioField("Workflow")
    flow_name = StringField("Name", default="")
    flow_starter = RadioField("Starter")
    flow_id = SelectField("Workflow", default="")

    def __init__(self, bench: Bench) -> None:
        super().__init__(formdata=request.args)
        self.bench = bench
        self.check: RouteCheck | None = None
        self.experience_group_ids.resolve(group_names(bench.application))
        self._offer_views()
        self.flows = develop_flow_names(bench.application.id)
        self.flow_id.choices = {"": "Choose a workflow"} | self.flows
        if self.page.data not in PAGE_CHOICES:
            self.page.data = "new"
        if self.flow.data not in FLOW_CHOICES:
            self.flow.data = "none"
        if self.is_api and self.flow.data == "none":
            self.flow.data = "new"
        if self.flow_starter.data not in REPLIES:
            self.flow_starter.data = "take" if self.method.data in WITH_BODY else "object"
        if self.page_starter.data not in PAGES:
            self.page_starter.data = "blank"

    def _offer_views(self) -> None:
        query = select(View.id, View.name, View.view_type).filter_by(
            version_id=self.bench.version.id
        )
        rows = db.session.execute(query.order_by(View.name)).all()
        self.pages = {row.id: row.name for row in rows if row.view_type == "page"}
        self.layouts = {row.id: row.name for row in rows if row.view_type == "layout"}
        self.page_id.choices = {"": "Choose a page"} | self.pages
        self.layout_id.choices = self.layouts | {"": "None: the page is a whole document"}
        if "layout_id" not in request.args:
            self.layout_id.data = next(iter(self.layouts), "")

    @property
    def is_api(self) -> bool:
        return bool(self.kind.data == "api")

    @property
    def has_new_page(self) -> bool:
        return not self.is_api and self.page.data == "new"

    @property
    def chosen_page_name(self) -> str:
        return self.page_name.data.strip() or self.suggested_page

    @property
    def chosen_flow_name(self) -> str:
        return self.flow_name.data.strip() or self.suggested_flow

    @property
    def suggested_page(self) -> str:
        """After the route's own words, and unlike those that are there."""
        words = WORD.findall(re.sub(r"\{[^}]*\}", " ", self.route.data))
        name = " ".join(words).capitalize()[: NAME_LENGTH - 5] or "Home"
        taken = set(self.pages.values())
        names = chain([name], (f"{name} {number}" for number in count(2)))
        return next(one for one in names if one not in taken)

    @property
    def suggested_flow(self) -> str:
        name = f"{self.method.data.upper()} {self.route.data}"
        return name[:NAME_LENGTH]

    def carried(self, step: str) -> list[tuple[str, str]]:
        """What the form of that step takes along for the others."""
        own = FIELDS.get(step, ())
        return [
            (name, value)
            for name, values in answers().items()
            for value in values
            if name.removesuffix("-name") not in own
        ]

    def is_answered(self, step: str) -> bool:
        return any(name in request.args for name in FIELDS[step])

    def is_good(self, step: str) -> bool:
        """Says beside its fields what is wrong with the answers of that step."""
        checks = {
            "kind": self._check_kind,
            "route": self._check_route,
            "access": self._check_access,
            "reply": self._check_reply,
        }
        checks[step]()
        return not any(self[name].errors for name in FIELDS[step])

    def first_refused(self, before: str) -> str | None:
        """The earliest step before that one whose answers are missing or wrong."""
        for step in STEPS:
            if step == before:
                return None
            if not self.is_answered(step) or not self.is_good(step):
                return step
        return None

    def _check_kind(self) -> None:
        if self.kind.data not in KINDS:
            self.refuse("kind", "Choose what it should do.")

    def _check_route(self) -> None:
        route = self.route.data.strip()
        if not route:
            self.refuse("route", "Say where it answers, such as `/parts`.")
            return
        self.check = checked_route(self.bench, self.method.data, route)
        post = self._read(EndpointPost, {"method": self.method.data, "route": route})
        if post and self.check and not self.check.is_free:
            self.refuse("route", "Another endpoint has this route.")

    def _check_access(self) -> None:
        groups = self.experience_group_ids
        if self.access.data not in ACCESS:
            self.refuse("access", "Choose who may call it.")
        elif self.access.data == "group":
            if not (groups.data or groups.new):
                groups.errors = ["Choose a group, or nobody could call it."]
            if any(id not in groups.choices for id in groups.data):
                groups.errors = ["A group is gone. Remove it."]
            for name in groups.new:
                self._read(GroupPost, {"name": name}, name="experience_group_ids")

    def _check_reply(self) -> None:
        if not self.is_api:
            self._check_page()
        if self.flow.data == "existing" and self.flow_id.data not in self.flows:
            self.refuse("flow_id", "Choose the workflow that answers.")
        elif self.flow.data == "new":
            self._read(FlowPost, {"name": self.chosen_flow_name}, name="flow_name")

    def _check_page(self) -> None:
        if self.page.data == "existing":
            if self.page_id.data not in self.pages:
                self.refuse("page_id", "Choose the page to show.")
            return
        if self.layout_id.data and self.layout_id.data not in self.layouts:
            self.refuse("layout_id", "This layout is gone. Choose another.")
        post = {"name": self.chosen_page_name, "view_type": "page"}
        if self._read(ViewPost, post, name="page_name") and post["name"] in self.pages.values():
            self.refuse("page_name", f"There is a page called {post['name']}. Use it, or rename.")

    def _read(self, schema: Any, values: dict[str, Any], **names: str) -> Any:
        """None if it was refused. names: what fields of the schema are called here."""
        try:
            return schema(**values)
        except pydantic.ValidationError as error:
            for field, sentences in field_errors(error).items():
                self.refuse(names.get(field, field), *sentences)
            return None

    def endpoint(self) -> EndpointPost:
        by_group = self.access.data == "group"
        return EndpointPost(
            method=self.method.data,
            route=self.route.data.strip(),
            access=self.access.data,
            experience_group_ids=self.experience_group_ids.data if by_group else [],
        )

    def new_groups(self) -> list[str]:
        return self.experience_group_ids.new if self.access.data == "group" else []

    def new_page(self) -> ViewPost:
        layout_id = self.layout_id.data or None
        return ViewPost(
            name=self.chosen_page_name,
            view_type="page",
            layout_id=layout_id,
            body=page_body(self.page_starter.data, has_layout=layout_id is not None),
        )


def answers() -> dict[str, list[str]]:
    """As the address has them; what else stands there is nothing of the wizard's."""
    return {name: request.args.getlist(name) for name in _names() if name in request.args}


def _names() -> Iterator[str]:
    for fields in FIELDS.values():
        yield from fields
    yield "experience_group_ids-name"
