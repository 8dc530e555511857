"""Runs begin here, all of them; where one halts, the handlers of its error begin."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.models.types import to_milliseconds
from app.services.run_records.drafts import Origin
from app.serving.runs.ports import ports_for
from app.serving.runs.watching import CANCELLED, watchers
from app.serving.site import Site
from app.workflows.engine.background import Host
from app.workflows.engine.hooks import Hook
from app.workflows.engine.run import Run
from app.workflows.errors import Busy
from app.workflows.flow import Flow, Trigger
from app.workflows.flow_errors import error_data, error_handlers
from app.workflows.ports import Ports, Replies
from app.workflows.triggers import Relay, envelope
from app.workflows.values import Payload

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Around:
    """What the handlers of an error are found in. flows: of the same version of the experience;
    application_flows: in their default versions; experience: the payload's field of that name, of
    flows of an experience."""

    flows: tuple[Flow, ...] = ()
    application_flows: tuple[Flow, ...] = ()
    experience: Mapping[str, Any] | None = None


class Cause:
    """Why a run begins, and who is told of it. This one is nobody's concern."""

    def replies(self, flow: Flow, site: Site) -> Replies:
        """The port that it answers requests through."""
        return site.slots

    def began(self, run: Run) -> None:
        """Before its first node."""

    def started(self, run: Run) -> None:
        """It has ended, or waits."""

    def ended(self, run: Run) -> None:
        """The handlers of its error, if it halted, have begun by now."""

    def dropped(self, flow: Flow) -> None:
        """No room."""

    def of_handler(self, handler: Flow) -> "Cause":
        """For a run that handles the error of this one."""
        return self


class Starter:
    """For all that one request, or one button, begins."""

    def __init__(
        self,
        site: Site,
        around: Around,
        origin: Origin,
        client: str | None = None,
        *,
        ports: Ports | None = None,
        host: Host | None = None,
    ) -> None:
        """client: the visitor's address; ports, host: other than the site's."""
        self._site = site
        self._around = around
        self._origin = origin
        self._ports = ports or ports_for(origin.application_id, site, client)
        self._host = host or site.background

    def start(self, flow: Flow, trigger: Trigger, payload: Payload, cause: Cause) -> bool:
        """Until it ends or waits. Whether there was room; where not, the log tells."""
        ports = replace(self._ports, replies=cause.replies(flow, self._site))
        hooks = [*watchers(self._site, flow, self._origin), _Following(self, cause)]
        run = Run(flow, trigger, payload, ports, self._host, hooks)
        try:
            run.start()
        except Busy:
            cause.dropped(flow)
            log.warning("flow %s did not run: too many runs wait", flow.id)
            return False
        cause.started(run)
        return True

    def handle_error(self, failed: Run, cause: Cause) -> None:
        if failed.error is None or failed.error.error.name == CANCELLED:
            return
        around = self._around
        handlers = error_handlers(
            failed.flow, failed.trigger, around.flows, around.application_flows
        )
        if not handlers:
            return
        data = error_data(failed, failed.error)
        for flow, trigger in handlers:
            payload = envelope(
                flow,
                trigger,
                now=to_milliseconds(self._site.now()),
                data=data,
                relay=Relay(failed.flow.id, "flow"),
                trigger_id=f"{failed.flow.id}-flowError",
                experience=around.experience,
            )
            self.start(flow, trigger, payload, cause.of_handler(flow))


class _Following(Hook):
    def __init__(self, starter: Starter, cause: Cause) -> None:
        self._starter = starter
        self._cause = cause

    def on_run_start(self, run: Run) -> None:
        self._cause.began(run)

    def on_run_end(self, run: Run) -> None:
        try:
            self._starter.handle_error(run, self._cause)
        finally:
            self._cause.ended(run)
