"""ApiServer: the API's life in its own thread: starting, listening, failing with a sentence, stopping."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from api.hosts import is_loopback
from api.serving.certificates import CertificateStore, Identity
from api.serving.doorbell import UPKEEP_SECONDS, Doorbell
from api.serving.sockets import listen
from hertzmon_gui.model.listeners import Listeners
from hertzmon_gui.model.remote_access import ApiPhase, ApiState
from hertzmon_gui.settings.errors import HertzMonError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from api.responses import Answer

logger = logging.getLogger(__name__)

_STOP_SECONDS = 2.0
_ADDRESSES_SECONDS = 3.0
_LOOK_SECONDS = 0.05


class Application(Protocol):
    """What is served, made afresh at each start."""

    def load(self) -> None:
        """Load what answering takes; called once, before all that follows here."""

    @property
    def wsgi(self) -> Callable[..., Iterable[bytes]]:
        """The WSGI application."""

    def ready_answer(self, environ: WSGIEnvironment) -> Answer | None:
        """The answer to a request where that takes but a moment; None leaves it to `wsgi`."""

    def end_streams(self) -> None:
        """Make every stream and long poll return."""

    def close(self) -> None:
        """Give back what the application holds."""


class _Stoppable(Protocol):
    def request_stop(self) -> None:
        """End soon."""


class ApiServer:
    """Starts and stops the server without its caller waiting for imports; listeners are called on any thread."""

    def __init__(
        self,
        build: Callable[[], Application],
        certificates: CertificateStore,
        names: Callable[[], Sequence[str]],
        addresses: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        """`names` are what a certificate is made for, `addresses` those that a server on all interfaces has."""
        self._build = build
        self._certificates = certificates
        self._names = names
        self._addresses = addresses
        self._lock = threading.RLock()
        self._state = ApiState(ApiPhase.OFF)
        self._listeners: Listeners[ApiState] = Listeners("the API's state")
        self._thread: threading.Thread | None = None
        self._stop_requested = threading.Event()
        self._server: _Stoppable | None = None

    @property
    def state(self) -> ApiState:
        """Where the API stands."""
        return self._state

    def subscribe(self, listener: Callable[[ApiState], None]) -> Callable[[], None]:
        """Call `listener` at each change of state; returns what ends that."""
        return self._listeners.add(listener)

    def start(self, bind: str, port: int, insecure_http: bool) -> None:
        """Serve on this address from now on, in place of whatever was served; returns at once."""
        with self._lock:
            previous = self._request_stop()
            stop_requested = threading.Event()
            self._stop_requested = stop_requested

            def run() -> None:
                if previous is not None:
                    previous.join()
                self._run(bind, port, insecure_http, stop_requested)

            self._thread = threading.Thread(target=run, name="hm-api")
            self._thread.start()

    def stop(self) -> None:
        """Stop serving and wait until that is done, two seconds at most while clients hang on."""
        with self._lock:
            thread = self._request_stop()
            self._thread = None
        if thread is not None and thread is not threading.current_thread():
            thread.join(_STOP_SECONDS)
            if thread.is_alive():
                logger.warning("the API has not stopped within %g s", _STOP_SECONDS)

    def request_stop(self) -> None:
        """Stop serving without waiting for it."""
        with self._lock:
            self._request_stop()

    def _request_stop(self) -> threading.Thread | None:
        self._stop_requested.set()
        if self._server is not None:
            self._server.request_stop()
        return self._thread

    def _run(self, bind: str, port: int, insecure_http: bool, stop_requested: threading.Event) -> None:
        if stop_requested.is_set():
            return
        self._announce(ApiState(ApiPhase.STARTING))
        try:
            self._serve(bind, port, insecure_http, stop_requested)
        except HertzMonError as error:
            logger.info("the API is not available: %s", error)
            self._announce(ApiState(ApiPhase.FAILED, problem=str(error)))
        except Exception as error:
            logger.exception("the API failed")
            problem = f"The API failed unexpectedly ({error}). Switch it off and on again; the log tells more."
            self._announce(ApiState(ApiPhase.FAILED, problem=problem))
        else:
            self._announce(ApiState(ApiPhase.OFF))

    def _serve(self, bind: str, port: int, insecure_http: bool, stop_requested: threading.Event) -> None:
        listeners = listen(bind, port)
        try:
            application = self._build()
            try:
                self._serve_on(listeners, application, insecure_http, stop_requested)
            finally:
                with self._lock:
                    self._server = None
                application.close()
        finally:
            for listener in listeners:
                listener.close()

    def _serve_on(
        self,
        listeners: Sequence[socket.socket],
        application: Application,
        insecure_http: bool,
        stop_requested: threading.Event,
    ) -> None:
        beyond = not is_loopback(str(listeners[0].getsockname()[0]))
        if beyond:
            # The collector tells the machine's addresses a moment after the application has asked for them.
            end = time.monotonic() + _ADDRESSES_SECONDS
            while all(map(is_loopback, self._addresses())) and time.monotonic() < end:
                if stop_requested.wait(_LOOK_SECONDS):
                    return
        # Beyond loopback there is TLS, unless plain HTTP was asked for in so many words.
        identity = self._certificates.identity(self._names()) if beyond and not insecure_http else None
        self._announce(self._listening(listeners, identity, beyond=beyond))
        self._await_client(listeners, identity, stop_requested)
        if stop_requested.is_set():
            return
        # Only now: cheroot, Flask and PyJWT take 15 MB and a fifth of a second, and most machines are never asked.
        from api.serving.wsgi_server import Server

        application.load()
        server = Server(
            listeners,
            application.wsgi,
            application.ready_answer,
            None if identity is None else identity.context,
            lambda: self._renew(identity),
        )
        with self._lock:
            self._server = server
            if stop_requested.is_set():
                server.request_stop()
        server.run(application.end_streams)

    def _await_client(
        self, listeners: Sequence[socket.socket], identity: Identity | None, stop_requested: threading.Event
    ) -> None:
        """Return when the first client has come, or when the server is to stop."""
        with contextlib.closing(Doorbell(listeners)) as doorbell:
            with self._lock:
                self._server = doorbell
            while not stop_requested.is_set() and not doorbell.wait(UPKEEP_SECONDS):
                self._renew(identity)
            with self._lock:
                self._server = None

    def _renew(self, identity: Identity | None) -> None:
        """Show a fresh certificate before the one in use ends, or one that was dropped in."""
        if identity is None:
            return
        try:
            fingerprint = self._certificates.identity(self._names(), identity.context).fingerprint
        except HertzMonError as error:
            logger.warning("the certificate in use stays: %s", error)
            return
        if fingerprint != self._state.certificate_fingerprint:
            self._announce(replace(self._state, certificate_fingerprint=fingerprint))

    def _listening(self, listeners: Sequence[socket.socket], identity: Identity | None, *, beyond: bool) -> ApiState:
        scheme = "http" if identity is None else "https"
        port = int(listeners[0].getsockname()[1])
        hosts: list[str] = []
        for listener in listeners:
            address = str(listener.getsockname()[0])
            if address == "0.0.0.0":  # noqa: S104 (compared)
                hosts.extend(known for known in self._addresses() if ":" not in known)
            else:
                hosts.extend(self._addresses() if address == "::" else (address,))
        return ApiState(
            ApiPhase.LISTENING,
            urls=tuple(f"{scheme}://{_in_url(host)}:{port}/" for host in dict.fromkeys(hosts)),
            port=port,
            is_tls=identity is not None,
            beyond_loopback=beyond,
            certificate_fingerprint=None if identity is None else identity.fingerprint,
        )

    def _announce(self, state: ApiState) -> None:
        self._state = state
        self._listeners.tell(state)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
