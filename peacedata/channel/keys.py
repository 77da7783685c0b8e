"""Private keys: one PEM file per key, in a folder that only its owner can read."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from peacedata.channel.layout import OFFLINE, ROLES, ROOT, TARGETS
from peacedata.channel.secret import Passphrases
from peacedata.errors import KeyFault, MissingExtra

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner, Key

# The public root of trust beside the keys; it is what users get.
PUBLIC_ROOT = "root.json"
RETIRED = "retired"

_MARK = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"
_LARGEST = 65_536


@dataclass(frozen=True)
class Keyring:
    """The private keys in some folders.

    Which key belongs to which role is what the channel's root says; the name of a file only says which role it was made
    for, ``targets.pem`` or ``targets-<anything>.pem``, so that no more keys are opened than are needed.

    Attributes:
        folders: where the keys are; new ones, and the public root, go to the first.
        passphrases: what opens them.
    """

    folders: Sequence[Path]
    passphrases: Passphrases
    _opened: dict[Path, CryptoSigner] = field(default_factory=dict, repr=False)

    @property
    def home(self) -> Path:
        """Where new keys and the public root go."""
        return self.folders[0]

    def root(self) -> bytes:
        """The public root of trust beside the keys.

        Raises:
            KeyFault: if there is none.
        """
        path = self.home / PUBLIC_ROOT
        try:
            return path.read_bytes()
        except OSError as error:
            raise KeyFault(
                f"{path} cannot be read ({error.strerror}); expected a folder that `peacedata keys new` has made"
            ) from None

    def files(self, role: str) -> list[Path]:
        """The key files made for a role, in all folders."""
        found = [path for folder in self.folders for path in sorted(folder.glob(f"{role}*.pem"))]
        return [path for path in found if path.stem == role or path.stem.startswith(f"{role}-")]

    def signers(self, role: str, keyids: Iterable[str]) -> list[CryptoSigner]:
        """Those of a role's keys that are at hand.

        Args:
            role: the role whose key files are opened.
            keyids: the keys that the root names for it.

        Raises:
            KeyFault: if a key file cannot be read or opened.
        """
        wanted = set(keyids)
        found: dict[str, CryptoSigner] = {}
        for path in self.files(role):
            if len(found) < len(wanted):
                signer = self.load(path)
                if signer.public_key.keyid in wanted:
                    found[signer.public_key.keyid] = signer
        return list(found.values())

    def load(self, path: Path, *, ask: bool = True) -> CryptoSigner:
        """The key in a file, which is opened once.

        Args:
            path: the file.
            ask: whether somebody may be asked for its passphrase.

        Raises:
            KeyFault: if it cannot be read or opened.
        """
        if path not in self._opened:
            self._opened[path] = _load(path, self.passphrases, ask=ask)
        return self._opened[path]

    def remember(self, path: Path, signer: CryptoSigner) -> None:
        """Note a key that was written to a file just now, so that it need not be opened."""
        self._opened[path] = signer

    def forget(self) -> None:
        """Open every key again when it is needed next."""
        self._opened.clear()

    def enough(self, role: str, keyids: Sequence[str], threshold: int) -> list[CryptoSigner]:
        """The keys of a role, at least as many as must sign.

        Raises:
            KeyFault: if fewer are at hand.
        """
        signers = self.signers(role, keyids)
        if len(signers) < threshold:
            names = ", ".join(path.name for path in self.files(role)) or "none"
            raise KeyFault(
                f"{threshold} of the {role} keys must sign, {len(signers)} are in "
                f"{', '.join(map(str, self.folders))} (key files there: {names}; the channel's keys: "
                f"{', '.join(keyid[:8] for keyid in keyids)}). Give the folder with the channel's keys; "
                "--keys may be given several times"
            )
        return signers


def expect_new(folder: Path) -> None:
    """Refuse a folder that has something in it.

    Raises:
        KeyFault: if it has.
    """
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise KeyFault(f"{folder} is not empty, and keys are never overwritten; give another --dir")


def new_signer() -> CryptoSigner:
    """A fresh ed25519 key.

    Raises:
        MissingExtra: if cryptography is not installed.
    """
    _need_cryptography()
    from securesystemslib.signer import CryptoSigner

    return CryptoSigner.generate_ed25519()


def save(signer: CryptoSigner, path: Path, passphrase: bytes | None) -> None:
    """Write a private key as PKCS8 PEM with mode 0600, encrypted if there is a passphrase.

    Raises:
        KeyFault: if there is such a file already, or it cannot be written.
    """
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        KeySerializationEncryption,
        NoEncryption,
        PrivateFormat,
        load_pem_private_key,
    )

    how: KeySerializationEncryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    key = load_pem_private_key(signer.private_bytes, None)
    write_new(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how), 0o600)


def write_new(path: Path, data: bytes, mode: int) -> None:
    """Write a file that must not be there yet, durable and with this mode; whole, or not at all.

    Raises:
        KeyFault: if there is such a file already, or it cannot be written.
    """
    made = False
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        made = True
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise KeyFault(f"{path} exists already, and keys are never overwritten") from None
    except OSError as error:
        if made:  # half a key would be in the way of every command that looks for one
            path.unlink(missing_ok=True)
        raise KeyFault(f"{path} cannot be written: {error.strerror}") from None


def replace_file(path: Path, data: bytes) -> None:
    """Replace a public file in one step.

    Raises:
        KeyFault: if it cannot be written.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        write_new(partial, data, 0o644)
        partial.replace(path)
    except OSError as error:
        raise KeyFault(f"{path} cannot be written: {error.strerror}") from None
    finally:
        partial.unlink(missing_ok=True)


def file_name(role: str, key: Key, number: int = 1) -> str:
    """What the file of a role's key is called: ``targets.pem`` for its first, else with the start of its id."""
    return f"{role}.pem" if number == 1 else f"{role}-{key.keyid[:8]}.pem"


def retire(ring: Keyring, role: str, gone: Iterable[str]) -> None:
    """Move the files of keys that no longer sign into ``retired/``, and give the plain name to a new one.

    Nothing rests on it: which key signs is what the root says.
    """
    gone = set(gone)
    try:
        for path in ring.files(role):
            with suppress(KeyFault):  # what cannot be opened is somebody else's
                keyid = ring.load(path, ask=False).public_key.keyid
                if keyid in gone:
                    folder = path.parent / RETIRED
                    folder.mkdir(mode=0o700, exist_ok=True)
                    path.rename(folder / f"{role}-{keyid[:8]}.pem")
        plain = ring.home / f"{role}.pem"
        rest = [path for path in ring.files(role) if path.parent == ring.home]
        if rest and not plain.exists():
            rest[0].rename(plain)
    except OSError as error:
        raise KeyFault(f"the keys were exchanged, but the old files could not be moved: {error}") from None
    ring.forget()


def exposed(folders: Iterable[Path]) -> list[Path]:
    """The key files that others than their owner can read."""
    paths = [path for folder in folders for role in ROLES for path in sorted(folder.glob(f"{role}*.pem"))]
    return [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]


def _load(path: Path, passphrases: Passphrases, *, ask: bool) -> CryptoSigner:
    _need_cryptography()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from securesystemslib.signer import CryptoSigner

    try:
        with path.open("rb") as file:
            pem = file.read(_LARGEST)
    except OSError as error:
        raise KeyFault(f"{path} cannot be read: {error.strerror}") from None
    broken = KeyFault(f"{path} is no private key in PEM form; put back the one that belongs there, or move it away")

    def opened(passphrase: bytes | None) -> CryptoSigner | None:
        try:
            return CryptoSigner(load_pem_private_key(pem, passphrase))
        except (ValueError, TypeError, UnsupportedAlgorithm):
            return None

    if pem.lstrip().startswith(_MARK):
        return passphrases.open(str(path), opened, ask=ask)
    signer = opened(None)
    if signer is None:
        raise broken
    return signer


def _need_cryptography() -> None:
    try:
        import cryptography  # noqa: F401 - the question is whether it is there
    except ImportError:
        raise MissingExtra("cryptography", "publish") from None


@dataclass(frozen=True)
class Plan:
    """How many keys each offline role has, and how many of them must sign.

    Attributes:
        keys: the number of keys by role.
        thresholds: how many of them must sign, by role.
    """

    keys: Mapping[str, int]
    thresholds: Mapping[str, int]

    def __post_init__(self) -> None:
        for role in OFFLINE:
            if not 1 <= self.thresholds[role] <= self.keys[role] <= 50:
                raise KeyFault(
                    f"{self.thresholds[role]} of {self.keys[role]} {role} keys cannot sign; "
                    "expected at least one, and no more than there are"
                )


ONE_EACH = Plan({ROOT: 1, TARGETS: 1}, {ROOT: 1, TARGETS: 1})
