"""Guessing is slowed down, and nobody is locked out by others."""

from __future__ import annotations

from api.accounts.throttle import ADDRESS_FAILURES, WINDOW_SECONDS, LoginThrottle
from tests.api.support import Clock

DAY = 86400.0


def test_failures_are_forgotten_after_a_while() -> None:
    clock = Clock(0.0)
    throttle = LoginThrottle(clock)
    for _ in range(ADDRESS_FAILURES):
        clock.now += 1
        throttle.record_failure("192.0.2.1", "admin")

    wait = throttle.retry_after("192.0.2.1", "anna")
    assert wait is not None
    clock.now += wait
    assert throttle.retry_after("192.0.2.1", "anna") is None
    clock.now += WINDOW_SECONDS
    assert throttle.retry_after("192.0.2.1", "admin") is None


def test_addresses_of_one_ipv6_network_count_as_one() -> None:
    throttle = LoginThrottle(Clock(0.0))
    for number in range(ADDRESS_FAILURES):
        throttle.record_failure(f"2001:db8::{number:x}", f"user{number}")

    assert throttle.retry_after("2001:db8::ffff", "admin") is not None
    assert throttle.retry_after("2001:db8:0:1::1", "admin") is None


def test_a_flood_of_addresses_does_not_fill_the_memory() -> None:
    throttle = LoginThrottle(Clock(0.0))
    for number in range(20_000):
        throttle.record_failure(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", f"user{number}")

    assert len(throttle._failures) <= 4096
    assert len(throttle.recent()) == 100
    assert throttle.retry_after("not an address", "x" * 10_000) is None
