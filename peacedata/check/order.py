"""The order in which tables are read: those to which others refer come first, where there is no circle."""

from __future__ import annotations

from peacedata.check.compiled import foreign_keys_of
from peacedata.intake.package import Package


def reading_order(package: Package, names: list[str]) -> list[str]:
    """The names, referenced tables first; inside a circle the order of the package decides."""
    targets = {
        name: [
            key.resource
            for key in foreign_keys_of(package.resources[name].schema or {})
            if key.resource in names and key.resource != name
        ]
        for name in names
    }
    found: dict[str, None] = {}
    for start in names:
        stack = [(start, iter(targets[start]))]
        open_names = {start}
        while stack:
            name, following = stack[-1]
            target = next((one for one in following if one not in found and one not in open_names), None)
            if target is None:
                found.setdefault(name)
                open_names.discard(name)
                stack.pop()
            else:
                open_names.add(target)
                stack.append((target, iter(targets[target])))
    return [*found]
