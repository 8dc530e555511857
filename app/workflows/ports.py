"""What nodes need from outside: small Protocols that services fulfil and tests fake.

Each is bound to one application. A method that is not `async` may block: call it through
`ctx.read` (a look-up in our own database) or `ctx.call` (everything else). An `async` one goes
through `ctx.wait`. Expected failures are raised as errors.Refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Protocol

from app.workflows.errors import NodeError
from app.workflows.replies import ReplyDescription

if TYPE_CHECKING:
    from app.workflows.flow import Flow

Json = Any
Fields = Mapping[str, Any]


class Clock(Protocol):
    """now: UTC; monotonic: seconds."""

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...


class Storage(Protocol):
    """A flow's own values, shared by its versions and by runs at the same time."""

    def get(self, flow_id: str, key: str) -> Json:
        """UNDEFINED if there is none."""

    def all(self, flow_id: str) -> dict[str, Json]: ...
    def put(self, flow_id: str, key: str, value: Json) -> None: ...
    def remove(self, flow_id: str, key: str) -> Json:
        """The value that was there, or UNDEFINED."""

    def add(self, flow_id: str, key: str, amount: float) -> float:
        """At once, whoever else adds: the value after. Refused if it is not a number."""


class NodeState(Protocol):
    """What a node remembers from run to run, apart from the flow's storage."""

    def update(self, flow_id: str, node_id: str, name: str, change: Callable[[Json], Json]) -> Json:
        """Keep change(before) under that name and give it back; before is UNDEFINED at first."""


class Users(Protocol):
    """Experience users, as their API resources."""

    def find(self, id_or_email: str) -> Fields | None: ...
    def search(self, query: Json, **options: Any) -> Fields:
        """options: page, per_page, sort_field, sort_direction. Gives items and counts."""

    def create(self, fields: Fields) -> Fields: ...
    def update(self, id_or_email: str, changes: Fields) -> Fields: ...
    def delete(self, id_or_email: str) -> bool: ...
    def check_password(self, id_or_email: str, password: str) -> Fields | None:
        """Refused AccountLocked after too many wrong ones."""

    def check_token(self, token: str) -> Fields | None: ...
    def new_token(
        self, user_id: str, *, ttl_ms: float | None = None, extra_data: Json = None
    ) -> str: ...
    def revoke_tokens(self, user_id: str) -> None: ...
    def note_login(self, user_id: str) -> None: ...


class Groups(Protocol):
    """Experience groups, as their API resources."""

    def find(self, id_or_name: str) -> Fields | None: ...
    def search(self, query: Json, **options: Any) -> Fields: ...
    def create(self, fields: Fields) -> Fields: ...
    def update(self, group_id: str, changes: Fields) -> Fields: ...
    def delete(self, group_id: str) -> bool: ...
    def tree(self, user_id_or_email: str = "") -> Fields: ...
    def holds(self, group_id: str, user_id_or_email: str) -> bool:
        """Members of the groups above it count."""


class Credentials(Protocol):
    """Named secrets of the application."""

    def find(self, name: str) -> Fields | None:
        """The whole config, by the names of the wire, and its `type`. Refused if disabled."""


class Api(Protocol):
    """The REST API. Raises ApiRefused."""

    def call(
        self,
        resource: str,
        action: str,
        parameters: Fields,
        application_id: str = "",
        token: str = "",
    ) -> Json:
        """parameters: of path and query, and the body under its name; application_id, token:
        blank for this application and its rights."""


class Tables(Protocol):
    """Data tables, as their API resources."""

    def query(self, table_id: str, query: Json, **options: Any) -> Fields: ...
    def insert(self, table_id: str, rows: list[Fields]) -> list[Fields]: ...
    def update(self, table_id: str, row_id: str, changes: Fields) -> Fields: ...
    def delete(self, table_id: str, query: Json, limit: int | None = None) -> int: ...


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """timeout: seconds; ca: PEM text; secret_headers, secret_query: of a credential, sent with the
    others. What is not in its repr is in no record of a run either, in any value given to a port.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    timeout: float = 10.0
    follow_redirects: bool = True
    verify: bool = True
    ca: str = ""
    client_certificate: tuple[str, str] | None = field(default=None, repr=False)
    secret_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    secret_query: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """headers: lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Http(Protocol):
    async def send(self, request: HttpRequest) -> HttpResponse:
        """Any status is an answer; Refused when there is none."""


@dataclass(frozen=True, slots=True)
class Email:
    """html: the body; sender: blank for the application's own."""

    to: tuple[str, ...]
    subject: str
    html: str
    sender: str = ""


class Mail(Protocol):
    def send(self, email: Email) -> None: ...


class Sms(Protocol):
    def send(self, phone_number: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Encryption:
    """ca: PEM; blank for those of the system. client_certificate: certificate and key, as PEM."""

    verify: bool = True
    ca: str = ""
    client_certificate: tuple[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SqlDatabase:
    """system: pg, mysql or sqlite3, where `database` is the name of a file of the application's
    own; port: 0 for the usual one; encryption: None for none."""

    system: str
    database: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    encryption: Encryption | None = None


class Sql(Protocol):
    def query(
        self, database: SqlDatabase, statement: str, parameters: list[Json]
    ) -> list[Json] | None:
        """The rows as objects; None from a statement that gives none. Raises Refused.

        parameters: for the placeholders of the system, %s or ?."""


@dataclass(frozen=True, slots=True)
class RedisServer:
    """members: host and port; more than one only in a cluster."""

    members: tuple[tuple[str, int], ...]
    is_cluster: bool = False
    database: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    encryption: Encryption | None = None


class Redis(Protocol):
    def command(self, server: RedisServer, name: str, arguments: list[str]) -> Json:
        """What it answers; a hash as an object. Raises Refused."""


class Topics(Protocol):
    """Heard by the streams of the same application, in every process."""

    def publish(self, topic: str, message: str) -> None: ...


@dataclass(frozen=True, slots=True)
class ScriptResult:
    """value: UNDEFINED if nothing was returned; scope: the payload as the script left it;
    console: (level, text) of each console call."""

    value: Json
    scope: Json
    console: tuple[tuple[str, str], ...] = ()


class JavaScript(Protocol):
    def run(self, script: str, payload: Json) -> ScriptResult:
        """Raises NodeError with the script's own error and stack."""


class Replies(Protocol):
    def answer(self, reply_id: str, reply: ReplyDescription) -> bool:
        """Whether it was the first, or went to another process. Quick: it only hands over."""


class CustomNodes(Protocol):
    def find(self, flow_id: str, version: str) -> "Flow | None": ...


@dataclass(frozen=True, slots=True)
class Press:
    """Of a virtual button of an application flow. version: by name, or "default"; button_id: the
    `uiId` in its meta; payload: UNDEFINED for the button's own; by: id of the flow that presses."""

    flow_id: str
    version: str
    button_id: str
    payload: Json
    by: str


class Pressed(NamedTuple):
    """version: the name of the one that runs, or would now; payload: the `data` of its run."""

    version: str
    payload: Json


class Buttons(Protocol):
    """Refused is NotFound for a button that is not there."""

    def press(self, press: Press) -> Pressed:
        """Its run begins; nobody waits for it."""

    def schedule(self, press: Press, run_id: str, at: datetime) -> tuple[Pressed, bool]:
        """And whether there was none of that id before; if there was, this one takes its place."""

    def cancel(self, run_id: str) -> bool:
        """Whether there was one that had not begun."""


class Absent:
    """Stands in for a port that this Foyer does not have: using it halts the run."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, _: str) -> NoReturn:
        raise NodeError(f"{self._name} is not available here", "NotAvailable")


@dataclass(frozen=True, slots=True)
class Ports:
    """local: whether our own database answers at once, so that look-ups need no thread."""

    clock: Clock
    replies: Replies
    storage: Storage
    local: bool = True
    state: NodeState = Absent("Node state")
    users: Users = Absent("Experience users")
    groups: Groups = Absent("Experience groups")
    credentials: Credentials = Absent("Service credentials")
    tables: Tables = Absent("Data tables")
    api: Api = Absent("The API")
    http: Http = Absent("HTTP")
    mail: Mail = Absent("E-mail")
    sms: Sms = Absent("SMS")
    sql: Sql = Absent("SQL")
    redis: Redis = Absent("Redis")
    topics: Topics = Absent("Topics")
    javascript: JavaScript = Absent("JavaScript")
    custom_nodes: CustomNodes = Absent("Custom nodes")
    buttons: Buttons = Absent("Virtual buttons")
