"""Credentials for flows: whole, as their nodes need them."""

from app.services.applications.credentials import LOST, find_credential, whole_config
from app.services.flow_ports.application import ApplicationPort
from app.services.sealing import LostKey
from app.workflows.errors import Refused
from app.workflows.ports import Fields


class Credentials(ApplicationPort):
    def find(self, name: str) -> Fields | None:
        """Raises Refused: Disabled, KeyLost."""
        with self._application() as application:
            credential = find_credential(application.id, name)
            if credential is None:
                return None
            if not credential.enabled:
                raise Refused("Disabled", f"The credential “{name}” is disabled")
            try:
                return {"type": credential.kind, **whole_config(credential)}
            except LostKey:
                raise Refused("KeyLost", LOST.format(name=name)) from None
