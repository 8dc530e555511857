"""`flask mailbox` shows what was not sent."""

import re

import pytest
from flask import Flask

from app.services.flow_ports.mail import Mail
from app.workflows.ports import Email
from config import Settings


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["mailbox", *arguments])
    return done.exit_code, done.output


@pytest.fixture
def mail(settings: Settings) -> Mail:
    return Mail(settings, "a" * 24)


def test_it_lists_the_newest_first_and_those_to_somebody(app: Flask, mail: Mail) -> None:
    mail.send(Email(("ann@example.com",), "One", "<p>1</p>"))
    mail.send(Email(("ben@example.com",), "Two", "<p>2</p>"))
    newest, oldest = run(app, "list")[1].splitlines()
    assert newest.endswith("ben@example.com  Two")
    assert oldest.endswith("ann@example.com  One")
    assert run(app, "list", "--to", "ANN@")[1].splitlines() == [oldest]


def test_it_shows_the_newest_or_the_one_that_is_named(app: Flask, mail: Mail) -> None:
    mail.send(Email(("ann@example.com",), "Grüße", "<p>Öffne</p>"))
    mail.send(Email(("ben@example.com",), "Two", "<p>2</p>"))
    _, oldest = run(app, "list")[1].splitlines()
    shown = run(app, "show", oldest.split()[0])[1]
    assert "To: ann@example.com\nSubject: Grüße\n" in shown
    assert shown.endswith("\n\n<p>Öffne</p>\n")
    assert "Subject: Two" in run(app, "show")[1]


@pytest.mark.parametrize("arguments", [("show",), ("show", "../foyer.db")])
def test_it_says_what_is_not_there(app: Flask, arguments: tuple[str, ...]) -> None:
    code, output = run(app, *arguments)
    assert code == 1
    assert output.startswith("Error: ")


def test_the_log_tells_how_to_read_it(
    app: Flask, mail: Mail, caplog: pytest.LogCaptureFixture
) -> None:
    mail.send(Email(("ann@example.com",), "One", "<p>1</p>"))
    [record] = caplog.records
    command = re.search(r"`flask --app wsgi mailbox (show \S+)`", record.getMessage())
    assert command
    assert "Subject: One" in run(app, *command[1].split())[1]
