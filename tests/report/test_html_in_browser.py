"""The report as a page, opened and used in headless Chromium, and examined by axe-core."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hostile_reports import ATTACKS, example, finding, report_of, written

from peacedata.check.finding import Severity
from peacedata.report import html
from tests.browser import By, Chrome, Keys, chromium, needs_chromium, prefer, violations

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as driver:
        yield driver


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    hostile = [
        finding(number, message=text, table=text, file=text, column=text, key=text, value=text, hint=text)
        for number, text in enumerate(ATTACKS)
    ]
    cells = {(one.table, one.record): ATTACKS for one in hostile}
    warnings = [finding(number, code="PD419", severity=Severity.WARNING) for number in range(3)]
    pages = {"example": example(3), "hostile": report_of(*hostile, *warnings, cells=cells), "clean": report_of()}
    pages["fixable"] = report_of(*(finding(number) for number in range(3)), finding(3, fixable=True))
    folder = tmp_path_factory.mktemp("pages")
    for name, report in pages.items():
        (folder / f"{name}.html").write_text(written(html.write, report), encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in pages}


@pytest.fixture
def page(browser: Chrome, files: dict[str, str]) -> Iterator[Chrome]:
    browser.get(files["example"])
    yield browser
    # A breach of the content policy, and any fault of the script, is written to the console.
    assert browser.get_log("browser") == []


def codes(browser: Chrome) -> list[str]:
    rows = browser.find_elements(By.CSS_SELECTOR, "#findings tbody tr")
    return [row.get_attribute("data-code") or "" for row in rows if row.is_displayed()]


def click(browser: Chrome, selector: str) -> None:
    browser.find_element(By.CSS_SELECTOR, selector).click()


def shown(browser: Chrome) -> str:
    return browser.find_element(By.ID, "shown").text


def test_codes_and_severities_filter(page: Chrome) -> None:
    assert shown(page) == "5 of 5 listed"
    click(page, "button[data-code=PD310]")
    assert codes(page) == ["PD310"]
    click(page, "button[data-code=PD419]")
    assert codes(page) == ["PD310", "PD419"]
    page.find_element(By.ID, "severity").send_keys("warning")
    assert codes(page) == ["PD419"]
    assert shown(page) == "1 of 5 listed"
    click(page, "#reset")
    assert len(codes(page)) == 5


def test_what_a_fix_mends_can_be_filtered(page: Chrome, files: dict[str, str]) -> None:
    for choice, number in (("yes", 1), ("no", 3)):
        page.get(files["fixable"])
        assert shown(page) == "4 of 4 listed"
        page.find_element(By.ID, "fixable").send_keys(choice)
        assert len(codes(page)) == number
        click(page, "#reset")
        assert len(codes(page)) == 4
    assert len(page.find_elements(By.CSS_SELECTOR, ".fix")) == 1


def test_words_are_searched_in_the_whole_row(page: Chrome) -> None:
    query = page.find_element(By.ID, "query")
    query.send_keys("TALLKS talks-1")
    assert codes(page) == ["PD232"]
    query.send_keys(" nowhere")
    assert codes(page) == []
    assert page.find_element(By.ID, "nothing").is_displayed()


def test_heads_sort_both_ways_with_the_keyboard_too(page: Chrome) -> None:
    head = page.find_element(By.CSS_SELECTOR, "th[data-sort=code]")
    button = head.find_element(By.TAG_NAME, "button")
    button.click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert codes(page) == ["PD232"] * 3 + ["PD310", "PD419"]
    button.send_keys(Keys.ENTER)
    assert head.get_attribute("aria-sort") == "descending"
    assert codes(page) == ["PD419", "PD310"] + ["PD232"] * 3
    assert len(page.find_elements(By.CSS_SELECTOR, "[aria-sort]")) == 1
    click(page, "th[data-sort=place] button")
    assert codes(page)[0] == "PD232"


def test_a_record_opens_and_shows_the_cell(page: Chrome) -> None:
    click(page, "#findings details summary")
    [marked] = [one for one in page.find_elements(By.CSS_SELECTOR, ".marked") if one.is_displayed()]
    assert marked.text.split() == ["C", "event_type", "tallks"]


def test_hostile_text_does_nothing(page: Chrome, files: dict[str, str]) -> None:
    page.get(files["hostile"])
    assert shown(page) == f"{len(ATTACKS) + 3} of {len(ATTACKS) + 3} listed"
    page.execute_script("for (const one of document.querySelectorAll('details')) one.open = true")
    page.find_element(By.ID, "query").send_keys("script")
    assert page.execute_script("return window.broken") is None
    assert page.title.endswith("Peacedata check")
    assert len(page.find_elements(By.TAG_NAME, "script")) == 1
    assert not page.find_elements(By.CSS_SELECTOR, "img, svg, a, iframe")


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_window(page: Chrome, files: dict[str, str], width: int) -> None:
    for name in files:
        resize(page, width)
        page.get(files[name])
        page.execute_script("for (const one of document.querySelectorAll('details')) one.open = true")
        assert page.execute_script("return document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("example", 1280, "light"),
        ("example", 1280, "dark"),
        ("example", 390, "light"),
        ("example", 390, "dark"),
        ("hostile", 390, "light"),
        ("fixable", 390, "light"),
        ("fixable", 1280, "dark"),
        ("clean", 1280, "dark"),
    ],
)
def test_axe_finds_no_violation(page: Chrome, files: dict[str, str], name: str, width: int, scheme: str) -> None:
    resize(page, width)
    prefer(page, scheme)
    page.get(files[name])
    page.execute_script("for (const one of document.querySelectorAll('details')) one.open = true")
    if name == "example":
        click(page, "button[data-code=PD232]")
    assert violations(page) == []


def resize(browser: Chrome, width: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
