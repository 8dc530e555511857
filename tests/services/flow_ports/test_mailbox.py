from email.message import EmailMessage
from pathlib import Path

import pytest

from app.services.clock import now
from app.services.flow_ports import mailbox
from app.services.flow_ports.mailbox import APPLICATION, Mailbox


def message(subject: str, application_id: str = "a") -> EmailMessage:
    made = EmailMessage()
    made["To"], made["Subject"], made["Date"] = "ann@example.com", subject, now()
    made[APPLICATION] = application_id
    made.set_content("Grüße")
    return made


def test_an_empty_mailbox_needs_no_folder(tmp_path: Path) -> None:
    assert Mailbox(tmp_path / "none").kept() == []


def test_it_lists_the_newest_first_and_reads_one(tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "mailbox")
    for subject in ("one", "two"):
        box.keep(message(subject))
    newest, oldest = box.kept()
    assert {newest.subject, oldest.subject} == {"one", "two"}
    assert newest.time >= oldest.time
    kept = box.read(newest.name)
    assert kept is not None
    assert kept.get_content().strip() == "Grüße"


def test_it_lists_those_of_one_application(tmp_path: Path) -> None:
    box = Mailbox(tmp_path)
    box.keep(message("one", "a"))
    box.keep(message("two", "b"))
    assert [kept.subject for kept in box.kept("b")] == ["two"]


def test_it_reads_nothing_outside_itself(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    assert Mailbox(tmp_path / "mailbox").read("../secret") is None


def test_the_oldest_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "MOST", 2)
    box = Mailbox(tmp_path)
    names = [box.keep(message(str(n))) for n in range(3)]
    assert [kept.name for kept in box.kept()] == sorted(names, reverse=True)[:2]
