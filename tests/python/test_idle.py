"""Connections that a server closes between two calls of a blocking client, while nothing of ours looks at them."""

from __future__ import annotations

import json
import socket
import threading

import nibe_uplink


class Closing:
    """A server that answers one request on each connection, says nothing of closing it, and closes it."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.requests: list[str] = []
        self.close, self.closed = threading.Semaphore(0), threading.Semaphore(0)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            request = connection.recv(65536).decode()
            while "\r\n\r\n" not in request:
                request += connection.recv(65536).decode()
            self.requests.append(request.split(" ")[0])
            body = json.dumps([]).encode()
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
            self.close.acquire(timeout=10)
            connection.close()
            self.closed.release()

    def end_connection(self) -> None:
        """Closes the connection of the last request, and waits until that is done."""
        self.close.release()
        assert self.closed.acquire(timeout=10)


def test_a_write_does_not_go_into_a_connection_that_was_closed() -> None:
    server = Closing()
    client = nibe_uplink.Client.from_token("made-up", base_url=server.base_url, keep_pace=False, retries=0)
    # Writes are never sent again, so each must find a connection that lives.
    for _ in range(5):
        assert client.units(1) == []
        server.end_connection()
        assert client.set_parameters(1, {47011: 1}) == []
        server.end_connection()
    assert server.requests == ["GET", "PUT"] * 5
    server.socket.close()
