"""The reply of an endpoint or a version: as a field of a form, and in words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pydantic
from sqlalchemy import select
from wtforms import Field
from wtforms.utils import unset_value

from app.extensions import db
from app.models import Version, View
from app.schemas import ReplyObject, field_errors

GONE = "a page that is gone"


class ReplyField(Field):
    """None, a page or a redirect: as it is stored, or None. What was typed for the kinds that are
    not chosen is kept too.

    Sends NAME-kind ("none", "page" or "redirect"), NAME-page and NAME-page-status, NAME-url and
    NAME-url-status. Call resolve() once it is known what pages there are. Its macro draws it.
    """

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.errors: list[str] = []
        self.pages: Mapping[str, str] = {}
        stored = {} if data is unset_value else data or {}
        self.kind: str = stored.get("type", "none")
        self.page = self.page_status = self.url = self.url_status = ""
        status = str(stored.get("statusCode") or "")
        if self.kind == "page":
            self.page, self.page_status = stored["value"], status
        elif self.kind == "redirect":
            self.url, self.url_status = stored["value"], status
        if formdata is not None and f"{self.name}-kind" in formdata:
            self._take(formdata)
        self.data = self._reply()

    def _take(self, formdata: Any) -> None:
        kind = formdata.get(f"{self.name}-kind")
        self.kind = kind if kind in ("page", "redirect") else "none"
        for part in ("page", "page_status", "url", "url_status"):
            key = f"{self.name}-{part.replace('_', '-')}"
            setattr(self, part, formdata.get(key, "").strip())

    def resolve(self, pages: Mapping[str, str]) -> None:
        """pages: id → name."""
        self.pages = dict(pages)
        if self.page and self.page not in pages:
            self.pages[self.page] = GONE

    @property
    def problems(self) -> dict[str, str]:
        """What was refused, by "value" or "status_code"."""
        if not self.errors or self.data is None:
            return {}
        try:
            ReplyObject.model_validate(self.data, by_alias=True, by_name=False)
        except pydantic.ValidationError as error:
            found = {
                name: _about(name, " ".join(said)) for name, said in field_errors(error).items()
            }
            if not self.data["value"]:
                found["value"] = BLANK[self.kind]
            return found
        return {}

    def words(self, reply: dict[str, Any] | None) -> str:
        shown = shown_reply(reply, self.pages)
        return " ".join(filter(None, (shown.kind, shown.name, shown.status)))

    def _reply(self) -> dict[str, Any] | None:
        if self.kind == "none":
            return None
        value, status = self.page, self.page_status
        if self.kind == "redirect":
            value, status = self.url, self.url_status
        reply: dict[str, Any] = {"type": self.kind, "value": value}
        if status:
            is_number = status.isascii() and status.isdigit() and len(status) < 9
            reply["statusCode"] = int(status) if is_number else status
        return reply


BLANK = {
    "page": "Choose the page to show.",
    "redirect": "Say where to go, such as `/login`.",
}


class ShownReply(NamedTuple):
    """kind: "page", "redirect" or "none"; name: of the page, or the address; page_id: "" unless
    there is such a page; status: as it goes out, "" where that depends."""

    kind: str
    name: str = ""
    page_id: str = ""
    status: str = ""

    @property
    def is_gone(self) -> bool:
        return self.kind == "page" and not self.page_id


def shown_reply(
    reply: Mapping[str, Any] | None,
    pages: Mapping[str, str],
    page_status: str = "",
    redirect_status: str = "",
) -> ShownReply:
    """pages: id → name; the statuses are the defaults where the reply sets none."""
    if reply is None:
        return ShownReply("none")
    status = str(reply.get("statusCode") or "")
    if reply["type"] == "redirect":
        return ShownReply("redirect", reply["value"], status=status or redirect_status)
    id = reply["value"] if reply["value"] in pages else ""
    return ShownReply("page", pages.get(id, GONE), id, status or page_status)


def pages_in(version: Version) -> dict[str, str]:
    """id → name, by name."""
    query = select(View.id, View.name).filter_by(version_id=version.id, view_type="page")
    return {row.id: row.name for row in db.session.execute(query.order_by(View.name, View.id))}


def _about(name: str, sentence: str) -> str:
    """The sentence leaves to its place what it is about; these fields share one."""
    return sentence.replace("This", "Status", 1) if name == "status_code" else sentence
