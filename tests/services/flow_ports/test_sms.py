import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.services.flow_ports.mailbox import Mailbox
from app.services.flow_ports.sms import Sms
from app.workflows.errors import Refused
from config import Settings


class Gateway(BaseHTTPRequestHandler):
    seen: list[Any]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.seen.append((self.path, self.headers["authorization"], body))
        self.send_response(402 if body["text"] == "too dear" else 200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def gateway() -> Iterator[Any]:
    Gateway.seen = []
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def sms(folder: Path, server: Any, token: str = "") -> Sms:
    url = f"http://127.0.0.1:{server.server_port}/send"
    return Sms(Settings(data=folder, sms_url=url, sms_token=token), "a")


def test_it_goes_through_the_gateway(gateway: Any, tmp_path: Path) -> None:
    sms(tmp_path, gateway, "secret").send("+49 (30) 123-456", "Hällo")
    assert Gateway.seen == [("/send", "Bearer secret", {"to": "+4930123456", "text": "Hällo"})]


def test_a_gateway_that_refuses_is_told(gateway: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        sms(tmp_path, gateway).send("+4930123456", "too dear")
    assert (refused.value.kind, refused.value.message) == ("SmsFailed", "The gateway answered 402")


def test_no_gateway_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        Sms(Settings(data=tmp_path, sms_url="http://127.0.0.1:1/"), "a").send("+4930123456", "Hi")
    assert refused.value.kind == "SmsFailed"


def test_without_a_gateway_it_is_kept_in_the_mailbox(tmp_path: Path) -> None:
    Sms(Settings(data=tmp_path), "a" * 24).send("+4930123456", "Hällo")
    box = Mailbox(tmp_path / "mailbox")
    [kept] = box.kept("a" * 24)
    assert kept.to == "+4930123456@sms.invalid"
    message = box.read(kept.name)
    assert message is not None
    assert message.get_content().strip() == "Hällo"


@pytest.mark.parametrize(("number", "text"), [("030123456", "Hi"), ("+4930123456", "x" * 1601)])
def test_a_wrong_number_and_a_long_text_are_refused(number: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        Sms(Settings(data=tmp_path), "a").send(number, text)
    assert refused.value.kind == "Validation"
