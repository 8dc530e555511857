"""Starting the server: what it says when it cannot."""

from ..browser.server import Server


def test_a_second_server_on_the_same_port_is_refused_in_one_sentence(server: Server) -> None:
    done = server.flask("serve")
    assert done.returncode == 1
    assert f"127.0.0.1:{server.port}" in done.stderr
    assert f"PORT={server.port + 1}" in done.stderr
    assert "Traceback" not in done.stderr
