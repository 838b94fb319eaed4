"""CertificateStore: the certificate that the API shows beyond loopback; made at first use, or one's own dropped in.

Imports neither ssl nor cryptography before they are needed: 6 MB that nobody on loopback uses.
"""

from __future__ import annotations

import hashlib
import logging
import re
import socket
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from hertzmon_gui.settings.errors import SecretError
from hertzmon_gui.settings.secrets import read_private, write_private

if TYPE_CHECKING:
    import ssl

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

logger = logging.getLogger(__name__)

OWN_CERTIFICATE = "certificate.pem"
OWN_KEY = "certificate-key.pem"
MADE_CERTIFICATE = "made-certificate.pem"
MADE_KEY = "made-certificate-key.pem"
_LIFETIME = timedelta(days=397)  # the longest that browsers accept
_RENEW_BEFORE = timedelta(days=30)
_BACKDATED = timedelta(hours=1)  # for clients whose clock is late
_MOST_NAMES = 64
# PEM readers skip what stands before BEGIN; so the end and the names can be read without importing cryptography.
_ENDS = re.compile(rb"^Ends: ([0-9]+)$", re.MULTILINE)
_NAMES = re.compile(rb"^Names: (.*)$", re.MULTILINE)


class Identity(Struct, frozen=True):
    """A loaded certificate and the SHA-256 fingerprint that a person compares."""

    context: ssl.SSLContext
    fingerprint: str


class CertificateStore:
    """Certificates of one data directory."""

    def __init__(self, directory: Path, clock: Callable[[], float] = time.time) -> None:
        self._directory = directory
        self._clock = clock

    def identity(self, names: Sequence[str], context: ssl.SSLContext | None = None) -> Identity:
        """One's own certificate where there is one, else the made one, reissued when it is near its end.

        `names` are host names and addresses that it has to be for: it is reissued too when one of them is new, except
        IPv6 addresses, which change daily. `context` is one that is in use already: handshakes from now on show the
        certificate, and only its end is looked at. SecretError when the files cannot be used.
        """
        is_start = context is None
        if context is None:
            import ssl

            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
        own = self._directory / OWN_CERTIFICATE
        if own.exists():
            identity = _load(own, self._directory / OWN_KEY, context)
            self._check_end(own)
            return identity
        certificate = self._directory / MADE_CERTIFICATE
        key = self._directory / MADE_KEY
        content = read_private(certificate)
        ends = None if content is None else _ENDS.search(content)
        names = list(filter(_is_certifiable, (name.partition("%")[0] for name in names)))
        known = _known_names(content)
        is_new_name = is_start and any(name not in known and ":" not in name for name in names)
        is_near_end = ends is None or int(ends[1]) - self._clock() < _RENEW_BEFORE.total_seconds()
        if is_near_end or is_new_name or read_private(key) is None:
            # The machine may come back to where it had its older addresses.
            self._make(certificate, key, list(dict.fromkeys((*names, *known)))[:_MOST_NAMES])
        return _load(certificate, key, context)

    def _check_end(self, certificate: Path) -> None:
        from cryptography import x509

        try:
            ends = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
        except (OSError, ValueError) as error:
            raise SecretError(f"The certificate {certificate} cannot be read ({error}). Replace it.") from error
        if ends.timestamp() <= self._clock():
            raise SecretError(
                f"The certificate {certificate} ended on {ends:%Y-%m-%d}. "
                "Replace it and its key, or move both away and HertzMon makes new ones."
            )

    def _make(self, certificate_path: Path, key_path: Path, names: Sequence[str]) -> None:
        # Imported here: it takes longer than all the rest of the start, and is needed once a year.
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

        pem = read_private(key_path)
        try:
            key = ec.generate_private_key(ec.SECP256R1()) if pem is None else _loaded(pem)
        except (ValueError, TypeError) as error:
            raise SecretError(f"{key_path} is damaged. Move it away and HertzMon makes a new one.") from error
        now = datetime.fromtimestamp(self._clock(), UTC).replace(microsecond=0)
        ends = now + _LIFETIME - _BACKDATED
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "HertzMon on this machine")])
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=False,
            crl_sign=False,
            encipher_only=False,
            decipher_only=False,
        )
        public_key = key.public_key()
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _BACKDATED)
            .not_valid_after(ends)
            .add_extension(x509.SubjectAlternativeName(_general_names(names)), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
            .sign(key, hashes.SHA256())
        )
        pem_text = made.public_bytes(serialization.Encoding.PEM)
        try:
            if pem is None:
                write_private(
                    key_path,
                    key.private_bytes(
                        serialization.Encoding.PEM,
                        serialization.PrivateFormat.PKCS8,
                        serialization.NoEncryption(),
                    ),
                )
            write_private(certificate_path, _preamble(ends, names) + pem_text)
        except OSError as error:
            raise SecretError(
                f"A certificate cannot be saved in {self._directory} ({error.strerror}). Make it writable."
            ) from error
        logger.info("made a certificate that ends %s", ends)


def _preamble(ends: datetime, names: Sequence[str]) -> bytes:
    return f"Made by HertzMon\nEnds: {int(ends.timestamp())}\nNames: {' '.join(names)}\n".encode()


def _known_names(content: bytes | None) -> list[str]:
    found = None if content is None else _NAMES.search(content)
    return [] if found is None else found[1].decode(errors="replace").split()


def _load(certificate: Path, key: Path, context: ssl.SSLContext) -> Identity:
    import ssl

    content = read_private(certificate)
    if read_private(key) is None or content is None:
        raise SecretError(f"The certificate {certificate} has no key: put it, without a passphrase, into {key}.")
    try:
        # An empty passphrase, so that a key with one is refused instead of asked for on the terminal.
        context.load_cert_chain(certificate, key, password=lambda: "")
        begin = content.index(b"-----BEGIN CERTIFICATE-----")
        end = content.index(b"-----END CERTIFICATE-----") + len(b"-----END CERTIFICATE-----")
        der = ssl.PEM_cert_to_DER_cert(content[begin:end].decode("ascii"))
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise SecretError(
            f"The certificate {certificate} or its key {key} cannot be used ({error}). "
            "Replace both, or move both away and HertzMon makes new ones."
        ) from error
    digest = hashlib.sha256(der).hexdigest().upper()
    return Identity(context, ":".join(digest[index : index + 2] for index in range(0, len(digest), 2)))


def machine_names(addresses: Sequence[str]) -> list[str]:
    """The names and addresses by which this machine is reached, loopback first, each once."""
    hostname = socket.gethostname().lower().rstrip(".")
    names = ["localhost", "127.0.0.1", "::1", hostname]
    if hostname and "." not in hostname:
        names.append(f"{hostname}.local")
    return list(dict.fromkeys(name for name in (*names, *addresses) if name))[:_MOST_NAMES]


def _loaded(pem: bytes) -> ec.EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic curve key")
    return key


def _is_certifiable(name: str) -> bool:
    return _is_address(name) or re.fullmatch(r"[a-z0-9_.\-]{1,253}", name) is not None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _general_names(names: Sequence[str]) -> list[x509.GeneralName]:
    from cryptography import x509

    return [x509.IPAddress(ip_address(name)) if _is_address(name) else x509.DNSName(name) for name in names]
