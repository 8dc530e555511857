"""Text messages of flows: through the operator's gateway, or into the mailbox without one."""

import re
from email.message import EmailMessage

import httpx

from app.services.clock import now
from app.services.flow_ports.mailbox import APPLICATION, Mailbox
from app.workflows.errors import Refused
from config import Settings

SECONDS = 15.0
LONGEST = 1600
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
SPACING = re.compile(r"[\s().-]")


class Sms:
    def __init__(self, settings: Settings, application_id: str) -> None:
        self._settings = settings
        self._application_id = application_id

    def send(self, phone_number: str, text: str) -> None:
        number = SPACING.sub("", phone_number)
        if not NUMBER.fullmatch(number):
            message = f"“{phone_number}” is not a phone number such as +4930123456"
            raise Refused("Validation", message)
        if len(text) > LONGEST:
            raise Refused("Validation", f"The text is longer than {LONGEST} characters")
        if self._settings.sms_url:
            self._post(number, text)
        else:
            self._keep(number, text)

    def _post(self, number: str, text: str) -> None:
        token = self._settings.sms_token
        headers = {"authorization": f"Bearer {token}"} if token else {}
        try:
            answer = httpx.post(
                self._settings.sms_url,
                json={"to": number, "text": text},
                headers=headers,
                timeout=SECONDS,
            )
        except httpx.HTTPError as error:
            raise Refused("SmsFailed", "The gateway cannot be reached") from error
        if not answer.is_success:
            raise Refused("SmsFailed", f"The gateway answered {answer.status_code}")

    def _keep(self, number: str, text: str) -> None:
        message = EmailMessage()
        message["To"] = f"{number}@sms.invalid"
        message["Subject"] = "Text message"
        message["Date"] = now()
        message[APPLICATION] = self._application_id
        message.set_content(text)
        Mailbox(self._settings.data / "mailbox").keep(message)
