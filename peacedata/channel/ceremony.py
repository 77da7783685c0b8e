"""Makes the keys of a new channel, and its first root of trust."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from peacedata.channel.keys import ONE_EACH, PUBLIC_ROOT, Plan, expect_new, file_name, new_signer, save, write_new
from peacedata.channel.layout import EXPIRY_DAYS, OFFLINE, ROLES, ROOT
from peacedata.channel.signing import expires_in, sign
from peacedata.errors import KeyFault

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner
    from tuf.api.metadata import Root


def new_keys(
    folder: Path,
    passphrase: bytes,
    online_passphrase: bytes | None = None,
    plan: Plan = ONE_EACH,
    days: Mapping[str, int] = EXPIRY_DAYS,
) -> Root:
    """Make the keys of a channel in a new folder, and the root of trust that names them.

    The folder appears whole or not at all. The keys of root and targets are encrypted; those of snapshot and timestamp,
    which a machine uses every day, only if a passphrase for them is given.

    Args:
        folder: where to; it must not exist, or be empty.
        passphrase: of the offline keys.
        online_passphrase: of the online keys.
        plan: how many offline keys there are, and how many must sign.
        days: how long the root is good for.

    Raises:
        KeyFault: if there is something in the folder, or it cannot be written.
    """
    from tuf.api.metadata import Root

    signers = {role: [new_signer() for _ in range(plan.keys.get(role, 1))] for role in ROLES}
    root = Root(version=1, expires=expires_in(ROOT, days), consistent_snapshot=True)
    for role, own in signers.items():
        for signer in own:
            root.add_key(signer.public_key, role)
        root.roles[role].threshold = plan.thresholds.get(role, 1)
    try:
        expect_new(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))  # mode 0700
        try:
            _write(made, signers, root, passphrase, online_passphrase)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise KeyFault(f"{folder} cannot be written: {error.strerror}") from None
    return root


def _write(
    folder: Path,
    signers: Mapping[str, list[CryptoSigner]],
    root: Root,
    passphrase: bytes,
    online_passphrase: bytes | None,
) -> None:
    for role, own in signers.items():
        secret = passphrase if role in OFFLINE else online_passphrase
        for number, signer in enumerate(own, 1):
            save(signer, folder / file_name(role, signer.public_key, number), secret)
    write_new(folder / PUBLIC_ROOT, sign(root, signers[ROOT]), 0o644)
