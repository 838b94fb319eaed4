"""CertificateStore: the certificate that the API shows beyond loopback; made at first use, or one's own dropped in."""

from __future__ import annotations

import hashlib
import logging
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from msgspec import Struct

from hertzmon_gui.settings.errors import SecretError
from hertzmon_gui.settings.secrets import read_private, write_private

logger = logging.getLogger(__name__)

OWN_CERTIFICATE = "certificate.pem"
OWN_KEY = "certificate-key.pem"
MADE_CERTIFICATE = "made-certificate.pem"
MADE_KEY = "made-certificate-key.pem"
_LIFETIME = timedelta(days=397)  # the longest that browsers accept
_RENEW_BEFORE = timedelta(days=30)
_BACKDATED = timedelta(hours=1)  # for clients whose clock is late
_MOST_NAMES = 64
# PEM readers skip what stands before BEGIN; so the end can be read without importing cryptography.
_ENDS = re.compile(rb"^Ends: ([0-9]+)$", re.MULTILINE)


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

        `names` are host names and addresses that a new one is for. `context` is one that is in use already: handshakes
        from now on show the certificate. SecretError when the files cannot be used.
        """
        if context is None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
        own = self._directory / OWN_CERTIFICATE
        if own.exists():
            return _load(own, self._directory / OWN_KEY, context)
        certificate = self._directory / MADE_CERTIFICATE
        key = self._directory / MADE_KEY
        content = read_private(certificate)
        ends = None if content is None else _ENDS.search(content)
        if ends is None or int(ends[1]) - self._clock() < _RENEW_BEFORE.total_seconds() or read_private(key) is None:
            self._make(certificate, key, names)
        return _load(certificate, key, context)

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
            write_private(certificate_path, b"Made by HertzMon\nEnds: %d\n%b" % (int(ends.timestamp()), pem_text))
        except OSError as error:
            raise SecretError(
                f"A certificate cannot be saved in {self._directory} ({error.strerror}). Make it writable."
            ) from error
        logger.info("made a certificate that ends %s", ends)


def _load(certificate: Path, key: Path, context: ssl.SSLContext) -> Identity:
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


def _loaded(pem: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic curve key")
    return key


def _general_names(names: Sequence[str]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from cryptography import x509

    general: list[x509.GeneralName] = []
    for name in names:
        try:
            general.append(x509.IPAddress(ip_address(name.partition("%")[0])))
        except ValueError:
            if re.fullmatch(r"[a-z0-9_.\-]{1,253}", name):
                general.append(x509.DNSName(name))
    return general
