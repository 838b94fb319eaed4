"""What a certificate on disk says of itself."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509

from api.serving.certificates import MADE_CERTIFICATE


def certified(directory: Path) -> list[str]:
    """The names and addresses that the certificate of a data directory is for."""
    certificate = x509.load_pem_x509_certificate((directory / MADE_CERTIFICATE).read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(name.value) for name in names]
