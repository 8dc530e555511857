"""What the flows of one application reach outside: app/workflows/ports.py, bound to it."""

from dataclasses import replace
from datetime import datetime
from time import monotonic

from app.services.clock import now
from app.services.flow_ports.api import Api
from app.services.flow_ports.credentials import Credentials
from app.services.flow_ports.groups import Groups
from app.services.flow_ports.http import Http
from app.services.flow_ports.line import Reach
from app.services.flow_ports.mail import Mail
from app.services.flow_ports.node_state import NodeState
from app.services.flow_ports.redis import Redis
from app.services.flow_ports.sms import Sms
from app.services.flow_ports.sql import Sql
from app.services.flow_ports.storage import Storage
from app.services.flow_ports.users import Users
from app.serving.messages.topics import Topics
from app.serving.site import Site
from app.serving.snapshot.library import CustomNodes
from app.workflows.ports import Absent, Buttons, Ports

NO_BUTTONS: Buttons = Absent("Virtual buttons")


class TopicsOf:
    """Fulfils ports.Topics."""

    def __init__(self, topics: Topics, application_id: str) -> None:
        self._topics = topics
        self._application_id = application_id

    def publish(self, topic: str, message: str) -> None:
        self._topics.publish(self._application_id, topic, message)


class SystemClock:
    def now(self) -> datetime:
        return now()

    monotonic = staticmethod(monotonic)


def ports_for(application_id: str, site: Site, client: str | None) -> Ports:
    """Made once for each application, but for what depends on the visitor's address."""
    ports = site.ports.get(application_id)
    if ports is None:
        ports = site.ports[application_id] = _bound(application_id, site)
    return replace(ports, users=Users(site.app, application_id, client))


def _bound(application_id: str, site: Site) -> Ports:
    settings, engine = site.settings, site.store.engine
    reach = Reach(settings.private_databases)
    return Ports(
        clock=SystemClock(),
        replies=site.slots,
        storage=Storage(engine),
        local=site.store.is_local,
        state=NodeState(engine),
        groups=Groups(site.app, application_id),
        credentials=Credentials(site.app, application_id),
        api=Api(site.app, application_id),
        http=Http(settings.http_private),
        mail=Mail(settings, application_id),
        sms=Sms(settings, application_id),
        topics=TopicsOf(site.topics, application_id),
        sql=Sql(reach, settings.data / "sqlite" / application_id),
        redis=Redis(reach),
        javascript=site.javascript,
        custom_nodes=CustomNodes(site.library, application_id),
        buttons=site.buttons(application_id) if site.buttons else NO_BUTTONS,
    )
