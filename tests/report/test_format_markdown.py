"""The report for a pull request, rendered by GitHub's own Markdown library."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import cmarkgfm
from cmarkgfm.cmark import Options
from hostile_reports import CODES, example, finding, report_of, reports, written
from hypothesis import given

from peacedata.check.finding import Severity
from peacedata.check.run import all_checks
from peacedata.report import markdown
from peacedata.report.digest import groups
from peacedata.report.escape import printable

TAGS = {"h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "br", "details", "summary", "b"}


class Page(HTMLParser):
    """Counts the tags and keeps text in code and text elsewhere apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.code: list[str] = []
        self.text = ""
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self._inside = tag == "code"
        if self._inside:
            self.code.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.code[-1] += data
        else:
            self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")


def render(text: str) -> Page:
    return Page(cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE))


def test_codes_come_first_and_findings_are_folded() -> None:
    text = written(markdown.write, example(3))
    assert text.startswith("## ❌ 4 errors, 1 warning: 400 records in 2 files\n")
    page = render(text)
    assert page.tags.count("details") == 3
    assert page.tags.count("table") == 4
    assert page.tags.count("tr") == 4 + 3 + 5
    assert "talks-1" in page.code
    assert "C event_type" in page.code


def test_a_clean_report_says_so() -> None:
    assert written(markdown.write, report_of()) == "## ✅ clean: 0 records in 0 files\n"


def test_warnings_alone_are_no_cross() -> None:
    assert written(markdown.write, report_of(finding(severity=Severity.WARNING))).startswith("## ⚠️ 0 errors")


def test_a_long_report_fits_a_comment_and_says_what_is_missing() -> None:
    many = [finding(number, code=code) for code in CODES[:40] for number in range(300)]
    text = written(markdown.write, report_of(*many))
    assert 20_000 < len(text.encode()) <= 65_536
    page = render(text)
    assert all(f"{code} " in page.text for code in CODES[:40])
    assert "more findings of this code not shown" in page.text
    assert "300" in page.text


def test_the_longest_texts_under_every_code_still_fit() -> None:
    wide = [finding(code=code, message="☮" * 999, hint="☮" * 999, key="☮" * 999, column="☮" * 999) for code in CODES]
    text = written(markdown.write, report_of(*wide))
    assert len(text.encode()) <= 65_536
    assert all(code in text for code in CODES)
    assert "do not fit" in text
    assert len(markdown.render(report_of(*wide), 500).encode()) <= 500


def test_what_our_codes_say_is_plain_text() -> None:
    for check in all_checks():
        page = render(f"| a |\n|---|\n| {check.says} |\n")
        assert page.tags == ["table", "thead", "tr", "th", "tbody", "tr", "td"], check.code


@given(report=reports())
def test_no_text_leaves_its_code_span(report: Any) -> None:
    page = render(written(markdown.write, report))
    assert set(page.tags) <= TAGS
    assert page.attributes <= {"align", "open", "style"}
    assert page.tags.count("tr") - page.tags.count("table") == len(report.counts) + len(report.findings.kept)
    assert page.tags.count("details") == len(report.counts)
    assert page.tags.count("td") == 4 * len(report.counts) + 3 * len(report.findings.kept)
    text = page.text
    for group in groups(report):  # our own sentences are no data; each is tested above
        text = text.replace(group.says, "", 1)
    assert not {"@", "[", "*", "\\"} & set(text)
    for one in report.findings:
        message = printable(one.message[:300]).replace("`", "\\x60").replace("|", "\\x7c")
        # A span is stripped of one blank at each end, where it has both.
        assert any(code.strip(" ") == message.strip(" ") for code in [*page.code, ""]) or len(one.message) > 300
