"""A Chromium to drive: what the machine has, else Playwright's own, else one from apt.

`python -m tests.browser.chromium` makes sure that there is one, and says which.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HELP = """\
No browser for the tests, and none could be installed. Install one, then run make again:
  Debian          sudo apt-get install chromium
  Ubuntu          Google Chrome, as its package (chromium is a snap there)
  Fedora          sudo dnf install chromium
  macOS           brew install --cask google-chrome
Elsewhere: FOYER_CHROMIUM=/path/to/chromium make test"""


def find() -> str | None:
    """Path of a browser that starts: FOYER_CHROMIUM, on PATH, or downloaded by Playwright."""
    return next((path for path in _candidates() if path and _starts(path)), None)


def _candidates() -> Iterator[str | None]:
    if chosen := os.environ.get("FOYER_CHROMIUM"):
        yield chosen
    else:
        yield from map(shutil.which, NAMES)
        yield _downloaded()


def _downloaded() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    """A package may be there and only tell how to install the real one."""
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=path, args=ARGUMENTS).close()
    except Error:
        return False
    return True


def _download() -> None:
    print("No Chromium on this machine: downloading the one Playwright knows", flush=True)
    _run(sys.executable, "-m", "playwright", "install", "chromium")


def _install_by_apt() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing chromium by apt-get", flush=True)
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=False, timeout=900)
    except subprocess.TimeoutExpired:
        print(f"{command[0]} took more than 15 minutes", flush=True)


def main() -> int:
    for prepare in (lambda: None, _download, _install_by_apt):
        prepare()
        if path := find():
            print(f"Browser for the tests: {path}")
            return 0
    print(HELP, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
