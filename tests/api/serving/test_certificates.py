"""The certificate: made once, renewed before its end, for every name of the machine, or one's own."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from api.serving.certificates import MADE_CERTIFICATE, MADE_KEY, OWN_CERTIFICATE, OWN_KEY, CertificateStore
from hertzmon_gui.settings.errors import SecretError
from tests.api.serving.certified import certified
from tests.api.support import Clock

DAY = 86400.0


def test_the_certificate_is_what_browsers_and_prometheus_accept(tmp_path: Path) -> None:
    now = time.time()
    store = CertificateStore(tmp_path, Clock(now))

    store.identity(["localhost", "127.0.0.1", "::1", "workstation", "not a name!"])

    certificate = x509.load_pem_x509_certificate((tmp_path / MADE_CERTIFICATE).read_bytes())
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost", "workstation"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days == 397
    assert certificate.not_valid_before_utc.timestamp() < now
    assert certificate.serial_number.bit_length() > 64


def test_the_files_are_private_and_kept(tmp_path: Path) -> None:
    first = CertificateStore(tmp_path).identity(["localhost"])

    assert CertificateStore(tmp_path).identity(["localhost"]).fingerprint == first.fingerprint
    if sys.platform != "win32":
        for name in (MADE_CERTIFICATE, MADE_KEY):
            assert (tmp_path / name).stat().st_mode & 0o077 == 0


def test_it_is_reissued_before_its_end_with_the_same_key(tmp_path: Path) -> None:
    clock = Clock(time.time() - 370 * DAY)
    first = CertificateStore(tmp_path, clock).identity(["localhost"])
    key = (tmp_path / MADE_KEY).read_bytes()

    second = CertificateStore(tmp_path).identity(["localhost"])

    assert second.fingerprint != first.fingerprint
    assert (tmp_path / MADE_KEY).read_bytes() == key


def test_a_name_or_address_that_is_new_is_added_at_the_next_start(tmp_path: Path) -> None:
    store = CertificateStore(tmp_path)
    first = store.identity(["workstation", "192.0.2.7", "not a name!"])
    key = (tmp_path / MADE_KEY).read_bytes()

    assert store.identity(["workstation", "not a name!"]).fingerprint == first.fingerprint
    assert store.identity(["workstation", "2001:db8::7"]).fingerprint == first.fingerprint
    assert store.identity(["198.51.100.7"], first.context).fingerprint == first.fingerprint
    moved = store.identity(["workstation", "198.51.100.7"])

    assert moved.fingerprint != first.fingerprint
    assert certified(tmp_path) == ["workstation", "198.51.100.7", "192.0.2.7"]
    assert store.identity(["192.0.2.7"]).fingerprint == moved.fingerprint
    assert (tmp_path / MADE_KEY).read_bytes() == key


def test_ones_own_certificate_that_has_ended_is_a_sentence(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    CertificateStore(elsewhere, Clock(time.time() - 400 * DAY)).identity(["monitor.example"])
    (tmp_path / OWN_CERTIFICATE).write_bytes((elsewhere / MADE_CERTIFICATE).read_bytes())
    (tmp_path / OWN_KEY).write_bytes((elsewhere / MADE_KEY).read_bytes())

    with pytest.raises(SecretError, match="ended on 20"):
        CertificateStore(tmp_path).identity(["localhost"])


def test_ones_own_certificate_comes_first(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    own = CertificateStore(elsewhere).identity(["monitor.example"])
    (tmp_path / OWN_CERTIFICATE).write_bytes((elsewhere / MADE_CERTIFICATE).read_bytes())
    (tmp_path / OWN_KEY).write_bytes((elsewhere / MADE_KEY).read_bytes())

    assert CertificateStore(tmp_path).identity(["localhost"]).fingerprint == own.fingerprint
    assert not (tmp_path / MADE_CERTIFICATE).exists()
