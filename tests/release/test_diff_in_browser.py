"""The page of a comparison, opened in headless Chromium and examined by axe-core."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_diff_formats import ATTACKS, SMALL, as_html, diff_of, written

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

AXE = Path(__file__).parent.parent / "report" / "node_modules/axe-core/axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="no Chromium: install the packages chromium and chromium-driver"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    hostile = diff_of(
        [[f"{number}{text}", text] for number, text in enumerate(ATTACKS)],
        [[f"{number}{text}" if number % 2 else text, f"{text}."] for number, text in enumerate(ATTACKS)],
        "<script>window.broken = 1</script>",
    )
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, diff in {"small": SMALL, "hostile": hostile}.items():
        (folder / f"{name}.html").write_text(written(as_html, diff), "utf-8", errors="backslashreplace")
        made[name] = (folder / f"{name}.html").as_uri()
    return made


@pytest.mark.parametrize("name", ["small", "hostile"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_nothing_runs(
    browser: Chrome, pages: dict[str, str], name: str, scheme: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `npm ci` in tests/report")
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(pages[name])
    assert browser.execute_script("return window.broken") is None
    assert browser.get_log("browser") == []
    assert browser.find_element(By.TAG_NAME, "h1").text.startswith("breaking")
    found = browser.execute_async_script(AXE.read_text("utf-8") + ";axe.run().then(arguments[arguments.length - 1])")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_a_link_leads_to_its_table(browser: Chrome, pages: dict[str, str]) -> None:
    browser.get(pages["small"])
    browser.find_element(By.CSS_SELECTOR, "table a").click()
    assert browser.current_url.endswith("#table-1")
    assert [one.text for one in browser.find_elements(By.CSS_SELECTOR, ".changes del")] == ["2", "b", "a"]
    assert [one.text for one in browser.find_elements(By.CSS_SELECTOR, ".changes ins")] == ["3", "d", "c"]
