"""Two phones on one Wi-Fi: this machine's address, a certificate of its own, and a QR code for the terminal."""

import io
import ipaddress
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nearer.errors import InputError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as X509

__all__ = ["Certificate", "certificate_for", "lan_address", "qr_lines"]

_LASTS = timedelta(days=397)
"""Longer ones are refused by some browsers."""
_NOWHERE = ("192.0.2.1", 9)
"""An address kept for documentation: choosing a way to it sends nothing."""


class Certificate(msgspec.Struct, frozen=True):
    """A certificate's file, its key's file, its fingerprint, and whether it was made here."""

    file: str
    key: str
    fingerprint: str
    own: bool = True


def lan_address() -> str:
    """This machine's address in its own network.

    Raises:
        InputError: it is in none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(_NOWHERE)
            found = str(way.getsockname()[0])
        except OSError:
            raise InputError("This machine is in no network; please join the Wi-Fi, or leave out --lan.") from None
    return found


def certificate_for(data: Path, address: str) -> Certificate:
    """The certificate kept in the data folder for an address; a new one where it is missing, over, or for another.

    Raises:
        InputError: it cannot be kept there.
    """
    file, key = data / "certificate.pem", data / "certificate-key.pem"
    if not _still_good(file, key, address):
        try:
            _make(file, key, address)
        except OSError:
            raise InputError("The certificate cannot be kept in the data folder; please look at its rights.") from None
    return Certificate(str(file), str(key), _fingerprint(_loaded(file)))


def _loaded(file: Path) -> "X509":
    from cryptography import x509

    return x509.load_pem_x509_certificate(file.read_bytes())


def _still_good(file: Path, key: Path, address: str) -> bool:
    from cryptography import x509

    if not file.is_file() or not key.is_file():
        return False
    try:
        found = _loaded(file)
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    here = ipaddress.ip_address(address) in names.get_values_for_type(x509.IPAddress)
    return here and found.not_valid_after_utc > datetime.now(UTC) + timedelta(days=7)


def _make(file: Path, key_file: Path, address: str) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "this machine")])
    now = datetime.now(UTC)
    places = [x509.IPAddress(ipaddress.ip_address(one)) for one in dict.fromkeys((address, "127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _LASTS)
        .add_extension(x509.SubjectAlternativeName([*places, x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    _write(key_file, secret)
    _write(file, made.public_bytes(serialization.Encoding.PEM))


def _write(place: Path, content: bytes) -> None:
    """The content in a file that only its owner may read."""
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _fingerprint(certificate: "X509") -> str:
    from cryptography.hazmat.primitives import hashes

    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def qr_lines(address: str) -> list[str]:
    """A QR code of the address, in characters for a terminal."""
    import segno

    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(out=drawn, compact=True)
    return drawn.getvalue().splitlines()
