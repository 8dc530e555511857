"""A server that flows call: it tells what it was asked."""

import json
import select
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme

SECONDS = 0.3  # that /slow takes its time, or less if the client has gone


class Handler(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"] or 0))
        asked = {
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body.decode("latin-1"),
            "client": self._client(),
        }
        self.server.heard.append(asked)
        content, status, headers = json.dumps(asked).encode(), 200, {}
        match self.path:
            case "/latin1":
                content = b"Gr\xfc\xdfe"
            case "/missing":
                status = 404
            case "/moved":
                status, headers["Location"] = 302, "/"
            case "/slow":
                select.select([self.connection], [], [], SECONDS)
        self._answer(status, headers, content)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET  # noqa: N815 - named by the library

    def _client(self) -> str | None:
        """The name in the certificate that the client has shown."""
        shown = getattr(self.connection, "getpeercert", dict)()
        names = dict(pair for part in shown.get("subject", ()) for pair in part) if shown else {}
        return names.get("commonName")

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    heard: list[Any]

    def handle_error(self, *_: Any) -> None:
        """Clients that go away are what some cases are about."""


class Elsewhere:
    """heard: every request, in order; authority: who signed the certificate of safe_url."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.authority = trustme.CA()
        self._plain, self._safe = self._server(), self._server()
        self._safe.socket = self._tls().wrap_socket(self._safe.socket, server_side=True)
        self.url = f"http://127.0.0.1:{self._plain.server_port}"
        self.safe_url = f"https://127.0.0.1:{self._safe.server_port}"

    @contextmanager
    def serving(self) -> Iterator["Elsewhere"]:
        servers = (self._plain, self._safe)
        threads = [threading.Thread(target=server.serve_forever) for server in servers]
        for thread in threads:
            thread.start()
        yield self
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()

    def _server(self) -> Server:
        server = Server(("127.0.0.1", 0), Handler)
        server.heard = self.heard
        return server

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.verify_mode = ssl.CERT_OPTIONAL
        self.authority.issue_cert("127.0.0.1").configure_cert(context)
        self.authority.configure_trust(context)
        return context
