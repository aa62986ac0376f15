"""The one way out over the network: no private address, no detour, no long wait, no endless answer.

The address that is judged is the one the socket is connected to, so that a name which answers differently the second
time gains nothing; nothing has been sent by then.
"""

import ipaddress
import json
import socket
import time
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from shouwang.desk.messages.problems import Problem
from shouwang.desk.messages.sending.outcome import Undelivered

CONNECT, READ, WHOLE = 5.0, 10.0, 20.0  # seconds
MOST_BYTES = 64 * 1024
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered; enough of it for the plugins that ask."""

    status_code: int
    content: bytes

    @property
    def said(self) -> dict[str, Any]:
        """Its JSON object; empty where it is none."""
        try:
            found = json.loads(self.content)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def is_public(address: str) -> bool:
    """Whether `address` lies in the open network, looked at through every wrapping of IPv4 in IPv6."""
    found: Any = ipaddress.ip_address(address.partition("%")[0])
    if found.version == 6:
        if found in NAT64:
            found = ipaddress.ip_address(int(found) & 0xFFFFFFFF)
        else:
            found = found.ipv4_mapped or found.sixtofour or found
    return bool(found.is_global and not found.is_multicast)


def check_peer(sock: socket.socket) -> socket.socket:
    """`sock` itself; closed and refused where it leads into a private network, unless the installation allows that."""
    if not settings.MESSAGES_PRIVATE and not is_public(sock.getpeername()[0]):
        sock.close()
        raise Undelivered(Problem.FORBIDDEN)
    return sock


class _Open(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return check_peer(super()._new_conn())


class _OpenSecure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return check_peer(super()._new_conn())


class _OpenPool(HTTPConnectionPool):
    ConnectionCls = _Open


class _OpenSecurePool(HTTPSConnectionPool):
    ConnectionCls = _OpenSecure


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _OpenPool, "https": _OpenSecurePool}


def ask(method: str, url: str, **options: Any) -> Answer:
    """One request without redirects, proxies or passwords from the environment. Raises Undelivered."""
    if not url.startswith("https://") and not settings.MESSAGES_PRIVATE:
        raise Undelivered(Problem.FORBIDDEN)
    options |= {"timeout": (CONNECT, READ), "allow_redirects": False, "stream": True, "verify": True}
    until = time.monotonic() + WHOLE
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://", _Adapter())
        session.mount("http://", _Adapter())
        try:
            with session.request(method, url, **options) as response:
                return Answer(response.status_code, _body(response, until))
        except requests.Timeout as problem:
            raise Undelivered(Problem.SILENT) from problem
        except requests.RequestException as problem:
            raise Undelivered(Problem.UNREACHABLE) from problem


def _body(response: requests.Response, until: float) -> bytes:
    """The beginning of an answer, as far as it comes in time."""
    body = b""
    for some in response.iter_content(4096):
        body += some
        if len(body) > MOST_BYTES or time.monotonic() > until:
            break
    return body[:MOST_BYTES]
