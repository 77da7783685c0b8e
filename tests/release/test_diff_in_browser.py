"""The page of a comparison, opened in headless Chromium and examined by axe-core."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from test_diff_formats import ATTACKS, SMALL, as_html, diff_of, written

from tests.browser import By, Chrome, chromium, needs_chromium, prefer, violations

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as driver:
        yield driver


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
    prefer(browser, scheme)
    browser.get(pages[name])
    assert browser.execute_script("return window.broken") is None
    assert browser.get_log("browser") == []
    assert browser.find_element(By.TAG_NAME, "h1").text.startswith("breaking")
    assert violations(browser) == []


def test_a_link_leads_to_its_table(browser: Chrome, pages: dict[str, str]) -> None:
    browser.get(pages["small"])
    browser.find_element(By.CSS_SELECTOR, "table a").click()
    assert browser.current_url.endswith("#table-1")
    assert [one.text for one in browser.find_elements(By.CSS_SELECTOR, ".changes del")] == ["2", "b", "a"]
    assert [one.text for one in browser.find_elements(By.CSS_SELECTOR, ".changes ins")] == ["3", "d", "c"]
