"""Which finding codes there are; the rules are imported only for a code that is none of the engine's."""

from __future__ import annotations

from collections.abc import Iterable

from peacedata.check.catalog import ENGINE_CHECKS
from peacedata.check.config.checks import OWN_CODES
from peacedata.check.declare import Check
from peacedata.nearest import nearest


def is_code(text: str, *, whole: bool = False) -> bool:
    """Whether a text is a finding code, or, unless it must be whole, the beginning of one."""
    return _among(ENGINE_CHECKS, text, whole) or _among(_all_checks(), text, whole)


def is_of_engine(code: str) -> bool:
    """Whether the engine finds a code, and no rule."""
    return _among(ENGINE_CHECKS, code, whole=True)


def nearest_code(text: str) -> str | None:
    """``did you mean PD401?``, also for a code in small letters and for the name of a check."""
    names = {check.name: check.code for check in _all_checks()}
    if text.strip().upper() in names.values():
        return f"did you mean {text.strip().upper()}?"
    near = nearest(text, [*names, *names.values()])
    return None if near is None else f"did you mean {names.get(near, near)}?"


def about_configuration(beginning: str) -> bool:
    """Whether a code, or the beginning of one, stands for nothing but findings about the configuration."""
    meant = {check.code for check in ENGINE_CHECKS if check.code.startswith(beginning)}
    return bool(meant) and meant <= OWN_CODES


def _among(checks: Iterable[Check], text: str, whole: bool) -> bool:
    return bool(text) and any(check.code == text if whole else check.code.startswith(text) for check in checks)


def _all_checks() -> tuple[Check, ...]:
    from peacedata.check.run import all_checks

    return all_checks()
