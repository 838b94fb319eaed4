"""ApiContext: everything that the routes work with, passed in by whoever builds the API."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable

from msgspec import Struct, field

from api.accounts.service_tokens import TokenStore
from api.accounts.sessions import SessionStore
from api.accounts.throttle import LoginThrottle
from api.accounts.tokens import TokenAuthority
from api.accounts.users import UserStore
from api.bodies import BodyCache
from api.demand import ApiDemand
from api.feed import Feed
from api.hosts import HostPolicy
from api.process_facts import ProcessFacts
from api.serving.access_log import AccessLog
from hertzmon_gui.model.history import History

# Each open stream or long poll holds a worker; the server has more workers than this.
MOST_STREAMS = 8


class Lifetimes(Struct, frozen=True):
    """How long tokens live, in seconds."""

    access_seconds: float
    refresh_seconds: float


class ApiContext(Struct, frozen=True, kw_only=True):
    """The collaborators of the routes. `boot_id` tells this run's sequence numbers from another run's."""

    feed: Feed
    history: History
    demand: ApiDemand
    users: UserStore
    sessions: SessionStore
    authority: TokenAuthority
    service_tokens: TokenStore
    throttle: LoginThrottle
    hosts: HostPolicy
    lifetimes: Callable[[], Lifetimes]
    access_log: AccessLog | None = None
    bodies: BodyCache = field(default_factory=BodyCache)
    facts: ProcessFacts = field(default_factory=ProcessFacts)
    stream_slots: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(MOST_STREAMS))
    boot_id: str = field(default_factory=lambda: secrets.token_hex(6))
