"""Bytes of a channel: over HTTP under one deadline and with a least speed, or from a folder.

Nothing is believed here. Who asks caps the length and checks the digest; what is guarded here is time, and that the
bytes come from the channel itself and as they are: no other host, no decompression.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit

from peacedata.channel.client_address import Address, is_loopback, path_in_folder
from peacedata.errors import Tampered, Unreachable

if TYPE_CHECKING:
    import urllib3

_CHUNK = 1 << 16
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_AGAIN = 2  # how often a request is made when the connection breaks before there is an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long a fetch may take.

    Attributes:
        total: seconds for everything that one call fetches.
        silence: seconds in which a server must answer, and send something again.
        window: seconds over which the speed is looked at.
        rate: bytes per second that must come in each window at least.
    """

    total: float = 600.0
    silence: float = 30.0
    window: float = 15.0
    rate: int = 1024


class Deadline:
    """The end of the time that one call has."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left; never negative."""
        return max(0.0, self._end - time.monotonic())


class NotThere(Unreachable):
    """The channel answers, but not with this file.

    Attributes:
        status: the HTTP status; 404 where a folder has no such file.
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Transport(Protocol):
    """What bytes come through."""

    def stream(self, url: str) -> Iterator[bytes]:
        """The bytes of a file, as they are served.

        Raises:
            NotThere: if there is no such file.
            Unreachable: if it does not come, or not in time.
            Tampered: if it comes in another form than it was published in.
        """


def transport(address: Address, pace: Pace, deadline: Deadline) -> Transport:
    """What reads the files of a channel."""
    return Http(pace, deadline) if address.folder is None else FromFolder(address)


class FromFolder:
    """A channel in a folder; links in it are not followed, and nothing outside is read."""

    def __init__(self, address: Address) -> None:
        self._address = address

    def stream(self, url: str) -> Iterator[bytes]:
        """The bytes of a file."""
        from peacedata.intake.files import open_file
        from peacedata.intake.refused import Reason, Refused

        folder, path = self._address.folder, path_in_folder(url)
        if folder is None or not folder.is_dir():
            raise Unreachable(f"{self._address.text} is not a folder; check the path of the channel")
        try:
            with open_file(folder, path) as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except Refused as refused:
            if refused.reason is Reason.MISSING:
                raise NotThere(f"{folder / path} does not exist", 404) from None
            raise Unreachable(f"{folder}: {refused}") from None
        except OSError as error:
            raise Unreachable(f"{folder / path} cannot be read: {error.strerror}") from None


class Http:
    """A channel on the web.

    Each request runs in a thread of its own, so that no slow name server, handshake, header or body can hold the caller
    longer than it is willing to wait. Proxies are those of the environment, as for curl, and none for this computer.
    """

    def __init__(self, pace: Pace, deadline: Deadline) -> None:
        self._pace, self._deadline = pace, deadline
        self._pools: dict[str | None, urllib3.PoolManager] = {}

    def stream(self, url: str) -> Iterator[bytes]:
        """The bytes of a file."""
        arriving: queue.Queue[bytes | BaseException | None] = queue.Queue(maxsize=16)
        gone = threading.Event()
        threading.Thread(target=self._pump, args=(url, arriving, gone), daemon=True).start()
        try:
            yield from self._paced(url, arriving)
        finally:
            gone.set()

    def _paced(self, url: str, arriving: queue.Queue[bytes | BaseException | None]) -> Iterator[bytes]:
        """What arrives, as long as it arrives in time."""
        since, seen = time.monotonic(), 0
        answered = False
        while True:
            left = self._deadline.left()
            try:
                item = arriving.get(timeout=min(left, self._pace.silence))
            except queue.Empty:
                raise self._late(url, left) from None
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            if self._deadline.left() <= 0:
                raise self._late(url, 0.0)
            if not answered:  # the headers are there; from now on the speed counts
                answered, since = True, time.monotonic()
            seen += len(item)
            elapsed = time.monotonic() - since
            if elapsed >= self._pace.window:
                if seen < self._pace.rate * elapsed:
                    raise Unreachable(
                        f"{url}: only {seen} bytes came in {elapsed:.0f} seconds, which is too slow to go on; "
                        "try again later or from another network"
                    )
                since, seen = time.monotonic(), 0
            if item:
                yield item

    def _late(self, url: str, left: float) -> Unreachable:
        if left <= self._pace.silence:
            return Unreachable(
                f"{url}: it did not come within the {self._deadline.seconds:g} seconds that the whole fetch may take; "
                "try again, or give more time with --timeout"
            )
        return Unreachable(f"{url}: nothing came for {self._pace.silence:g} seconds; try again later")

    def _pump(self, url: str, arriving: queue.Queue[bytes | BaseException | None], gone: threading.Event) -> None:
        """Make the request and hand on what comes, until it ends or nobody waits any more."""

        def hand_on(item: bytes | BaseException | None) -> bool:
            while not gone.is_set():
                with suppress(queue.Full):
                    arriving.put(item, timeout=0.1)
                    return True
            return False

        response = None
        try:
            response = self._opened(url)
            hand_on(b"")
            while chunk := response.read1(_CHUNK, decode_content=False):
                if not hand_on(chunk):
                    return
            hand_on(None)
        except BaseException as error:
            hand_on(_readable(error, url))
        finally:
            if response is not None:
                response.close() if gone.is_set() else response.release_conn()

    def _opened(self, url: str) -> urllib3.BaseHTTPResponse:
        """The answer to a request, its headers read; redirections on the same host are followed."""
        at = url
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._request(at)
            if response.status not in _REDIRECTS:
                break
            at = self._redirected(url, at, response)
        else:
            raise Unreachable(f"{url} redirects more than {_MOST_REDIRECTS} times")
        if response.status != 200:
            response.close()
            raise NotThere(f"{url}: the server answers {response.status}", response.status)
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in ("", "identity"):
            response.close()
            raise Tampered(
                f"{url} is served with Content-Encoding {encoding[:40]!r}, but files of a channel are served as "
                "they are; "
                "nothing is decompressed here, so the server must be set up not to compress"
            )
        return response

    def _request(self, url: str) -> urllib3.BaseHTTPResponse:
        import urllib3

        for attempt in range(1, _AGAIN + 1):
            # A moment more than who waits has, so that it is the one to say what was too late.
            patience = min(self._deadline.left(), self._pace.silence) + 1
            try:
                return self._pool(url).request(
                    "GET",
                    url,
                    headers={"Accept-Encoding": "identity", "User-Agent": _agent()},
                    preload_content=False,
                    decode_content=False,
                    redirect=False,
                    retries=False,
                    timeout=urllib3.Timeout(connect=patience, read=patience),
                )
            except urllib3.exceptions.ProtocolError:
                if attempt == _AGAIN:  # else a server that closed a connection which was kept for the next request
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _redirected(self, first: str, at: str, response: urllib3.BaseHTTPResponse) -> str:
        target = urljoin(at, response.headers.get("Location", ""))
        response.close()
        old, new = urlsplit(first), urlsplit(target)
        if (old.scheme, old.netloc) == (new.scheme, new.netloc):
            return target
        if (old.scheme, new.scheme) == ("http", "https") and old.netloc == new.netloc:
            return target
        raise Unreachable(
            f"{first} redirects to {target[:200]!r}, which is another server; if that is where the channel is "
            "now, give "
            "its address yourself"
        )

    def _pool(self, url: str) -> urllib3.PoolManager:
        import urllib3

        proxy = _proxy(url)
        if proxy not in self._pools:
            self._pools[proxy] = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
        return self._pools[proxy]


def _proxy(url: str) -> str | None:
    """The proxy that the environment asks for; none for this computer."""
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    if is_loopback(parts.hostname or ""):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return None if proxy is None or proxy_bypass(parts.netloc) else proxy


def _agent() -> str:
    from peacedata import __version__

    return f"peacedata/{__version__}"


def _reason(error: Exception) -> str:
    """What is wrong with a certificate, where that is known."""
    cause = error.args[0] if error.args else error
    return str(getattr(cause, "verify_message", None) or cause)[:200]


def _readable(error: BaseException, url: str) -> BaseException:
    """An error of the network, said so that one knows what to do."""
    import urllib3

    if isinstance(error, urllib3.exceptions.SSLError):
        return Unreachable(
            f"{url}: the server cannot prove who it is ({_reason(error)}); check the address and the clock. "
            "If your network has a certificate authority of its own, name its file in SSL_CERT_FILE"
        )
    if isinstance(error, urllib3.exceptions.NameResolutionError):
        return Unreachable(f"{url}: there is no such server, or no network; check the address")
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return Unreachable(f"{url}: no connection could be made; check the address and the network")
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return Unreachable(f"{url}: the server did not answer in time; try again later")
    if isinstance(error, urllib3.exceptions.HTTPError | OSError | ValueError):
        return Unreachable(f"{url}: the connection broke ({str(error)[:200]}); try again")
    return error
