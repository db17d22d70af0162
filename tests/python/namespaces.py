"""Networks of their own on one machine, which reach what they are let reach."""

from __future__ import annotations

import asyncio
import ctypes
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

NEW_NETWORK = 0x40000000


def _possible() -> bool:
    if os.getuid() != 0 or not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        return False
    return subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode == 0


POSSIBLE = _possible()


class Network:
    """A network that has nothing but 127.0.0.1."""

    def __init__(self) -> None:
        held = "ip link set lo up && echo there && exec sleep infinity"
        self.holder = subprocess.Popen(["unshare", "--net", "sh", "-c", held], stdout=subprocess.PIPE, text=True)
        assert self.holder.stdout
        assert self.holder.stdout.readline() == "there\n"
        # What a program is started with to be in it.
        self.inside: tuple[str, ...] = ("nsenter", f"--net=/proc/{self.holder.pid}/ns/net", "--")

    def listener(self, port: int) -> socket.socket:
        """A socket that listens in there."""
        made: list[socket.socket] = []

        def listen() -> None:
            # Of this thread alone.
            with open(f"/proc/{self.holder.pid}/ns/net") as space:
                if ctypes.CDLL(None, use_errno=True).setns(space.fileno(), NEW_NETWORK) != 0:
                    return
            made.append(socket.create_server(("127.0.0.1", port), backlog=512))

        thread = threading.Thread(target=listen)
        thread.start()
        thread.join()
        assert made, "the network cannot be entered"
        return made[0]

    def close(self) -> None:
        """Ends it when nobody is inside any more."""
        self.holder.kill()
        self.holder.communicate()


class Wire:
    """Carries connections of listeners to ports of this machine, and can be cut."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._whole = asyncio.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._servers: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._loop.call_soon_threadsafe(self._whole.set)

    def carry(self, listener: socket.socket, port: int, source: str = "127.0.0.1") -> None:
        """Carries what comes to a listener, from an address of its own."""

        async def through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                away, to = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
            except OSError:
                writer.close()
                return
            self._open |= {writer, to}
            await asyncio.gather(self._pass(reader, to), self._pass(away, writer))

        started = asyncio.run_coroutine_threadsafe(asyncio.start_server(through, sock=listener), self._loop)
        self._servers.append(started.result(10))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                await self._whole.wait()
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()
        self._open.discard(writer)

    def cut(self) -> None:
        """Carries nothing any more; nobody is told."""
        self._loop.call_soon_threadsafe(self._whole.clear)

    def mend(self, *, forgotten: bool) -> None:
        """Carries again, unless connections of before are forgotten, as by a router that was restarted."""

        def mended() -> None:
            if forgotten:
                for writer in self._open:
                    writer.transport.abort()
                self._open.clear()
            self._whole.set()

        self._loop.call_soon_threadsafe(mended)

    def close(self) -> None:
        """Ends it."""

        async def end() -> None:
            for server in self._servers:
                server.close()
            for writer in self._open:
                writer.transport.abort()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@contextmanager
def networks(count: int, service: int, database: int) -> Iterator[list[Network]]:
    """So many networks of their own, from which these two ports of this machine are reached.

    Each has an address of its own for the service; the database takes no other than the usual one.
    """
    wire, made = Wire(), [Network() for _ in range(count)]
    try:
        for number, network in enumerate(made):
            wire.carry(network.listener(service), service, f"127.0.1.{number + 1}")
            wire.carry(network.listener(database), database)
        yield made
    finally:
        wire.close()
        for network in made:
            network.close()
