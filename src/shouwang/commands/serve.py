"""`shouwang serve`: this installation on a port, with its jobs beside it, until it is told to stop."""

import argparse
import errno
import logging
import signal
import socket
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

from shouwang.commands.terminal import Sorry, _, say

THREADS = 32
BACKLOG = 1024  # who may wait at the door while the database is prepared
GRACE = 10  # seconds that requests under way have to finish after a stop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on; 0.0.0.0 for every network"))
    parser.add_argument("--port", type=int, default=8000, help=_("port to listen on (8000)"))
    parser.add_argument("--threads", type=int, default=THREADS, help=_("requests answered at once (32)"))
    parser.add_argument("--no-jobs", action="store_true", help=_("answer requests only; jobs run elsewhere"))


def run(options: argparse.Namespace) -> int:
    # The port first, so that a busy one is said before anything slow begins.
    door = bind(options.host, options.port)
    from shouwang.commands.installation import data_folder, in_use, set_up_django

    set_up_django()
    with in_use(data_folder()):
        migrate()
        serve(
            door,
            threads=options.threads,
            jobs=not options.no_jobs,
            ready=lambda: say(
                _("Shouwang is at %(address)s/. Ctrl-C stops it.") % {"address": address(options.host, options.port)}
            ),
        )
    return 0


def address(host: str, port: int) -> str:
    """What a person types: a server that listens everywhere is reached on this machine at 127.0.0.1."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def bind(host: str, port: int) -> socket.socket:
    """Take the port: whoever calls there waits until `serve` answers. Raises Sorry where it cannot be had."""
    if not 0 < port < 65536:
        raise Sorry(_("%(port)s is no port; ports go from 1 to 65535.") % {"port": port})
    try:
        family, kind, protocol, _name, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        door = socket.socket(family, kind, protocol)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(place)
        door.listen(BACKLOG)  # two starts may both bind a port that neither listens at
    except OSError as error:
        raise Sorry(_why_no_port(host, port, error)) from None
    return door


def _why_no_port(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return _("Port %(port)s is taken by another program. Choose another one: --port %(other)s") % {
            "port": port,
            "other": port + 1,
        }
    if error.errno == errno.EACCES:
        return _("Port %(port)s is not allowed to you; ports from 1024 up are: --port 8000") % {"port": port}
    return _("This machine cannot listen on %(host)s port %(port)s: %(error)s") % {
        "host": host,
        "port": port,
        "error": error.strerror or error,
    }


def migrate() -> None:
    """Bring the database to this version's shape, saying so; silent when it is."""
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise Sorry(_("The database does not answer: %(error)s") % {"error": str(error).strip()}) from error
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(_("Preparing the database (%(count)s steps) …") % {"count": len(plan)})
        call_command("migrate", verbosity=0, interactive=False)


def serve(door: socket.socket, *, threads: int = THREADS, jobs: bool = True, ready: Callable[[], None]) -> None:
    """Answer at `door` until SIGTERM or Ctrl-C; requests under way are finished first.

    `ready` is called once requests are answered.
    """
    import waitress

    warnings.filterwarnings("ignore", message="No directory at")  # static files come from the package itself
    from shouwang.desk.wsgi import application

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_received: stop.set())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    channels: dict[int, Any] = {}
    server = waitress.create_server(
        application, map=channels, sockets=[door], threads=threads, ident="shouwang", channel_timeout=60
    )
    workers = [start_jobs(stop)] if jobs else []
    ready()
    answer_until(stop, channels)
    say(_("Stopping …"))
    finish(server, channels)
    for worker in workers:
        worker.join(timeout=GRACE)


def start_jobs(stop: threading.Event) -> threading.Thread:
    from shouwang.desk.base.jobs import run_worker

    worker = threading.Thread(target=run_worker, args=(stop,), name="jobs", daemon=True)
    worker.start()
    return worker


def answer_until(stop: threading.Event, channels: dict[int, Any]) -> None:
    from waitress import wasyncore

    while not stop.is_set():
        wasyncore.loop(timeout=0.5, use_poll=True, map=channels, count=1)


def finish(server: Any, channels: dict[int, Any]) -> None:
    """Take no more connections, let requests under way be answered, then end the threads."""
    from waitress import wasyncore
    from waitress.channel import HTTPChannel
    from waitress.server import BaseWSGIServer

    for listener in [channel for channel in channels.values() if isinstance(channel, BaseWSGIServer)]:
        listener.del_channel(channels)
        listener.socket.close()
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline and any(
        channel.requests or channel.total_outbufs_len
        for channel in channels.values()
        if isinstance(channel, HTTPChannel)
    ):
        wasyncore.loop(timeout=0.1, use_poll=True, map=channels, count=1)
    server.task_dispatcher.shutdown()
