"""The API for flows: the same calls as over HTTP, without leaving the process."""

from typing import Any

from app.errors import AppError
from app.services.flow_ports.application import ApplicationPort
from app.workflows.errors import ApiRefused
from app.workflows.ports import Fields

EXTENSION = "foyer_call"
"""Where the application keeps the door's function: call_inside of app/api/calls/inside.py."""


class Api(ApplicationPort):
    def call(
        self,
        resource: str,
        action: str,
        parameters: Fields,
        application_id: str = "",
        token: str = "",
    ) -> Any:
        with self._application() as application:
            if application_id:
                parameters = {"applicationId": application_id, **parameters}
            call = self._app.extensions[EXTENSION]
            try:
                return call(resource, action, parameters, application, token)
            except AppError as error:
                raise ApiRefused(error.type, error.message, error.status) from error
