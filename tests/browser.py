"""Pages opened in headless Chromium, and what axe-core says of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

# Selenium comes from here, so that tests are passed over, not broken, where it is not installed.
__all__ = ["By", "Chrome", "Keys", "chromium", "needs_chromium", "prefer", "violations"]

AXE = Path(__file__).parent / "report" / "node_modules/axe-core/axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
_SECONDS = 120  # on a busy machine axe-core takes longer than the 30 that are usual

needs_chromium = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="no Chromium: install the packages chromium and chromium-driver"
)


@contextmanager
def chromium() -> Iterator[Chrome]:
    """A browser that keeps what pages write to its console."""
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(DRIVER))
    driver.set_script_timeout(_SECONDS)
    try:
        yield driver
    finally:
        driver.quit()


def prefer(browser: Chrome, scheme: str) -> None:
    """Be somebody who prefers a light or a dark page."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def violations(browser: Chrome) -> list[tuple[str, list[str], str]]:
    """What axe-core finds wrong with the page that is open: the rule, the elements, and what helps."""
    if not AXE.exists():
        pytest.skip("no axe-core: run `npm ci --ignore-scripts --prefix tests/report`")
    browser.execute_script(AXE.read_text("utf-8"))
    found: dict[str, Any] = browser.execute_async_script(
        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done)"
    )
    assert len(found["passes"]) > 5
    return [(one["id"], [node["html"] for node in one["nodes"]], one["help"]) for one in found["violations"]]
