"""Beyond loopback: TLS with a certificate of our own making, and clients that begin it and then fall silent."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.serving.certificates import MADE_CERTIFICATE, MADE_KEY, OWN_CERTIFICATE, OWN_KEY, CertificateStore
from hertzmon_gui.model.remote_access import ApiPhase
from hertzmon_gui.model.snapshot import Interface, Network
from hertzmon_gui.settings.errors import SecretError
from tests.api.abuse import besieged, get_over_tls
from tests.api.live import Live, connected, read_response, read_to_end, request_bytes, serving, trusting_context
from tests.api.serving.certified import certified
from tests.api.support import contract_snapshot, without
from tests.fakes import FakeSource

DAY = 86400.0


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Served on every interface, where a test still reaches it by loopback only."""
    with serving(tmp_path_factory.mktemp("tls"), api_bind="0.0.0.0") as live:
        yield live


def test_beyond_loopback_it_is_tls_with_the_fingerprint_that_is_shown(live: Live) -> None:
    state = live.access.state
    with connected(live.port) as raw, trusting_context().wrap_socket(raw) as client:
        der = client.getpeercert(binary_form=True)
        assert client.version() in ("TLSv1.2", "TLSv1.3")

    assert der is not None
    digest = hashlib.sha256(der).hexdigest().upper()
    assert state.certificate_fingerprint == ":".join(digest[index : index + 2] for index in range(0, 64, 2))
    assert state.is_tls
    assert state.beyond_loopback
    assert all(url.startswith("https://") for url in state.urls)


def test_plain_http_is_told_to_use_https(live: Live) -> None:
    with connected(live.port) as client:
        client.sendall(request_bytes())
        code, _, body = read_response(client)

    assert code == 400
    assert "https" in body.decode()


def test_silent_and_dripping_clients_do_not_keep_another_out(live: Live) -> None:
    with besieged(live.port):
        assert get_over_tls(live.port) == 200
        assert get_over_tls(live.port, source="127.0.0.5") == 200  # also from where the silent ones come


@pytest.mark.parametrize(
    ("bind", "hosts"),
    [
        ("0.0.0.0", ["https://127.0.0.1", "https://192.0.2.7"]),
        ("::", ["https://127.0.0.1", "https://192.0.2.7", "https://[2001:db8::7]"]),
    ],
)
def test_addresses_that_the_first_snapshot_tells_are_certified_and_shown(
    tmp_path: Path, bind: str, hosts: list[str]
) -> None:
    interface = Interface("eth0", 1, 1, 1, 1, None, None, is_up=True, addresses=("192.0.2.7", "2001:db8::7"))
    with Live(tmp_path, FakeSource(), api_bind=bind) as live:
        live.access.start()
        live.source.publish(without(contract_snapshot(), network=Network((interface,), None, None)))
        state = live.wait_for(lambda state: state.phase in (ApiPhase.LISTENING, ApiPhase.FAILED))

    if state.problem is not None and bind == "::":
        pytest.skip("no IPv6 here")

    assert {"192.0.2.7", "2001:db8::7", "127.0.0.1", "localhost"} <= set(certified(tmp_path))
    assert [url.rpartition(":")[0] for url in state.urls] == hosts


def test_a_server_that_never_stops_renews_its_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for waiting in ("api.serving.server", "api.serving.wsgi_server"):  # for the first client, and for the next
        monkeypatch.setattr(f"{waiting}.UPKEEP_SECONDS", 0.05)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    fresh = CertificateStore(elsewhere).identity(["localhost"])
    with Live(tmp_path, api_bind="0.0.0.0") as live:
        before = live.start().certificate_fingerprint

        (tmp_path / OWN_KEY).write_bytes((elsewhere / MADE_KEY).read_bytes())
        (tmp_path / OWN_CERTIFICATE).write_bytes((elsewhere / MADE_CERTIFICATE).read_bytes())
        after = live.wait_for(lambda state: state.certificate_fingerprint != before).certificate_fingerprint
        with connected(live.port) as raw, trusting_context().wrap_socket(raw) as client:
            der = client.getpeercert(binary_form=True)
        (tmp_path / OWN_CERTIFICATE).write_text("damaged")
        still = get_over_tls(live.port)

    assert after == fresh.fingerprint
    assert der is not None
    assert hashlib.sha256(der).hexdigest().upper() == fresh.fingerprint.replace(":", "")
    assert still == 200


@pytest.mark.parametrize("missing", [True, False], ids=["no key", "damaged"])
def test_an_unusable_certificate_is_a_sentence_and_no_plain_http(tmp_path: Path, missing: bool) -> None:
    (tmp_path / OWN_CERTIFICATE).write_text("not a certificate")
    if not missing:
        (tmp_path / OWN_KEY).write_text("not a key")
    with pytest.raises(SecretError, match=OWN_CERTIFICATE):
        CertificateStore(tmp_path).identity(["localhost"])
    with Live(tmp_path, api_bind="0.0.0.0") as live:
        live.access.start()
        state = live.wait_for(lambda state: state.phase is ApiPhase.FAILED)

    assert OWN_CERTIFICATE in (state.problem or "")
    assert state.urls == ()


def test_plain_http_beyond_loopback_only_in_so_many_words(tmp_path: Path) -> None:
    with Live(tmp_path, api_bind="0.0.0.0", api_insecure_http=True) as live:
        state = live.start()
        assert not state.is_tls
        assert state.beyond_loopback
        with connected(live.port) as client:
            client.sendall(request_bytes("/healthz", "Connection: close"))
            assert read_to_end(client).endswith(b"ok\n")

    assert not (tmp_path / MADE_KEY).exists()


def test_old_tls_is_refused(live: Live) -> None:
    context = trusting_context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = ssl.TLSVersion.TLSv1_1
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1

    with connected(live.port) as raw, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(raw)
