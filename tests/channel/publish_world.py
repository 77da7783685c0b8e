"""A channel with keys, and clients that go on using it while these are exchanged."""

from __future__ import annotations

import shutil
from pathlib import Path

import publish_channel as help_

from peacedata.channel.keys import ONE_EACH, Plan
from peacedata.channel.layout import ROOT, TARGETS
from peacedata.channel.publish import publish
from peacedata.channel.publisher import Publisher
from peacedata.channel.rotate import Exchanged, revoke, rotate
from peacedata.channel.stores import open_store
from peacedata.channel.verify import verify


class World:
    """A channel with one release, its keys, and a client that has used it."""

    def __init__(self, tmp_path: Path, plan: Plan = ONE_EACH) -> None:
        self.tmp_path = tmp_path
        self.keys = help_.make_keys(tmp_path / "keys", plan)
        self.root = (self.keys / "root.json").read_bytes()
        self.store = help_.make_channel(open_store(str(tmp_path / "store")), self.keys)
        self.put("2026.1")
        self.expect("2026.1")

    @property
    def publisher(self) -> Publisher:
        return help_.publisher(self.store, self.keys)

    def put(self, version: str) -> None:
        publish(help_.release(self.tmp_path, version), self.publisher)

    def fetch(self, cache: str = "returning") -> list[str]:
        """What a client sees that was there before; it holds the very first root."""
        return sorted(help_.fetched(self.store, self.tmp_path / cache, self.root))

    def expect(self, *versions: str) -> None:
        """Both a returning and a fresh client see these, and everything verifies."""
        assert self.fetch() == list(versions)
        fresh = self.tmp_path / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        assert sorted(help_.fetched(self.store, fresh, self.root)) == list(versions)
        report = verify(self.store, self.root)
        assert report.ok, report.differences
        assert not report.warnings

    def rotate(self, *roles: str) -> Exchanged:
        return rotate(self.publisher, roles, lambda role: help_.PASSPHRASE if role in (ROOT, TARGETS) else None)

    def revoke(self, keyid: str) -> Exchanged:
        return revoke(self.publisher, keyid, lambda role: help_.PASSPHRASE if role in (ROOT, TARGETS) else None)

    def keyids(self, role: str) -> list[str]:
        return list(self.publisher.root.roles[role].keyids)
