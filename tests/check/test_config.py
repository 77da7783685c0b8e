"""What a configuration says, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.check.config.checks import OWN_CODES
from peacedata.check.config.globs import matches
from peacedata.check.config.parse import read_config
from peacedata.check.config.settings import Config
from peacedata.check.finding import Finding, Severity

GOOD = """\
select = ["PD2", "PD4"]
ignore = ["PD116", { code = "PD117", reason = "Our editor writes them." }]

[severity]
PD2 = "warning"
PD220 = "error"
PD411 = { severity = "error", reason = "We decided so." }

[per-file-ignores]
events = ["PD411"]
"data/old/*.csv" = [{ code = "PD4", reason = "Kept as it came." }]

[[baseline]]
code = "PD220"
table = "events"
key = "one"
column = "headcount"
value = "some"
reason = " The source says so. "
"""


def config_from(folder: Path, text: str) -> Config:
    path = folder / "peacedata.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def problems(folder: Path, text: str) -> list[Finding]:
    return list(config_from(folder, text).problems)


def test_all_settings(tmp_path: Path) -> None:
    config = config_from(tmp_path, GOOD)
    assert config.problems == ()
    assert config.select == ("PD2", "PD4")
    assert config.ignore == ("PD116", "PD117")
    assert config.severity == {"PD2": Severity.WARNING, "PD220": Severity.ERROR, "PD411": Severity.ERROR}
    assert config.per_file == (("events", ("PD411",)), ("data/old/*.csv", ("PD4",)))
    (known,) = config.baseline
    assert known.named == {"table": "events", "key": "one", "column": "headcount", "value": "some"}
    assert (known.code, known.count, known.reason, known.line) == ("PD220", 1, "The source says so.", 13)


def test_the_same_in_a_pyproject(tmp_path: Path) -> None:
    lines = [
        line.replace("[[", "[[tool.peacedata.")
        if line.startswith("[[")
        else line.replace("[", "[tool.peacedata.")
        if line.startswith("[")
        else line
        for line in GOOD.splitlines()
    ]
    path = tmp_path / "pyproject.toml"
    path.write_text("[project]\nname = 'x'\n[tool.peacedata]\n" + "\n".join(lines), encoding="utf-8")
    config, own = read_config(path), config_from(tmp_path, GOOD)
    assert config.problems == ()
    assert (config.select, config.ignore, config.severity) == (own.select, own.ignore, own.severity)
    assert (config.per_file, config.baseline[0].named) == (own.per_file, own.baseline[0].named)
    assert config.baseline[0].line == 16


BASE = '[[baseline]]\ncode = "PD220"\ntable = "t"\n'
WRONG = {
    'ignores = ["PD1"]': ("PD181", 1, "ignores", "did you mean ignore?"),
    "per_file_ignores = {}": ("PD181", 1, "per_file_ignores", "per-file-ignores"),
    '[severities]\nPD1 = "error"': ("PD181", 1, "severities", "severity"),
    BASE + 'reason = "x"\nrecord = 5': ("PD181", 5, "record", "rows move"),
    BASE + 'reason = "x"\nkeys = "5"': ("PD181", 5, "keys", "did you mean key?"),
    'ignore = [{ code = "PD116", why = "x", reason = "y" }]': ("PD181", 1, "why", ""),
    'select = "PD4"': ("PD182", 1, "PD4", '["PD4"]'),
    "select = 1979-05-27": ("PD182", 1, "datetime.date(1979, 5, 27)", ""),
    "select = [\n1,\n]": ("PD182", 2, "1", ""),
    "ignore = {}": ("PD182", 1, "{}", ""),
    "ignore = [[]]": ("PD182", 1, "[]", ""),
    'ignore = [{ reason = "x" }]': ("PD182", 1, None, "code"),
    'severity = "error"': ("PD182", 1, "error", ""),
    '[severity]\n\nPD4 = "eror"': ("PD182", 3, "eror", "did you mean error?"),
    '[severity]\nPD4 = "off"': ("PD182", 2, "off", "ignore"),
    "[severity]\nPD4 = true": ("PD182", 2, "True", ""),
    '[severity]\nPD4 = { reason = "x" }': ("PD182", 2, None, "severity"),
    '[severity]\nPD4 = { severity = { severity = "error" }, reason = "x" }': ("PD182", 2, "{'severity': 'error'}", ""),
    "per-file-ignores = []": ("PD182", 1, "[]", ""),
    '[per-file-ignores]\nevents = "PD4"': ("PD182", 2, "PD4", '["PD4"]'),
    '[per-file-ignores]\n" " = ["PD4"]': ("PD182", 2, " ", "events"),
    "baseline = {}": ("PD182", 1, "{}", ""),
    'baseline = ["PD220"]': ("PD182", 1, "PD220", ""),
    '[[baseline]]\ntable = "t"\nreason = "x"': ("PD182", 1, None, "code"),
    '[[baseline]]\ncode = "PD220"\nreason = "x"': ("PD182", 1, "PD220", "table"),
    BASE + 'reason = "x"\nvalue = 369.0': ("PD182", 5, "369.0", 'value = "369.0"'),
    BASE + 'reason = "x"\ncount = 0': ("PD182", 5, "0", ""),
    BASE + 'reason = "x"\ncount = true': ("PD182", 5, "True", ""),
    BASE + 'reason = "x"\ncount = 1000000000000': ("PD182", 5, "1000000000000", ""),
    BASE + "reason = 1": ("PD182", 4, "1", ""),
    'select = ["PD4", "PD999"]': ("PD183", 1, "PD999", "peacedata rules"),
    'ignore = ["pd116"]': ("PD183", 1, "pd116", "did you mean PD116?"),
    'ignore = ["end-before-strat"]': ("PD183", 1, "end-before-strat", "did you mean PD401?"),
    'ignore = [""]': ("PD183", 1, "", ""),
    'ignore = [{ code = "PD41x", reason = "y" }]': ("PD183", 1, "PD41x", "did you mean PD"),
    '[severity]\nPD42x = "error"': ("PD183", 2, "PD42x", "did you mean PD"),
    '[per-file-ignores]\nevents = ["PD999"]': ("PD183", 2, "PD999", ""),
    '[[baseline]]\ncode = "PD2"\ntable = "t"\nreason = "x"': ("PD183", 2, "PD2", "whole"),
    BASE: ("PD184", 1, "", "why"),
    BASE + 'reason = ""': ("PD184", 4, "", "why"),
    BASE + 'reason = " \\t\\u200b"': ("PD184", 4, " \t\u200b", "why"),
    'ignore = [{ code = "PD116" }]': ("PD184", 1, "", "why"),
    '[severity]\nPD4 = { severity = "error", reason = "" }': ("PD184", 2, "", "why"),
    'select = ["PD4", "PD4"]': ("PD185", 1, "PD4", ""),
    'ignore = ["PD4",\n{ code = "PD4", reason = "x" }]': ("PD185", 2, "PD4", ""),
    'select = ["PD4"]\nignore = ["PD4"]': ("PD185", 2, "PD4", ""),
    '[per-file-ignores]\nevents = ["PD4", "PD4"]': ("PD185", 2, "PD4", ""),
    2 * (BASE + 'reason = "x"\n'): ("PD185", 5, "PD220", "count"),
    'ignore = ["PD18"]': ("PD188", 1, "PD18", ""),
    'ignore = ["PD186"]': ("PD188", 1, "PD186", ""),
    '[severity]\nPD183 = "warning"': ("PD188", 2, "PD183", ""),
    '[per-file-ignores]\n"*" = ["PD181"]': ("PD188", 2, "PD181", ""),
    '[[baseline]]\ncode = "PD186"\nfile = "peacedata.toml"\nreason = "x"': ("PD188", 2, "PD186", ""),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_found_at_its_place_with_its_value(tmp_path: Path, text: str) -> None:
    code, line, value, hint = WRONG[text]
    found = problems(tmp_path, text)
    assert [problem.code for problem in found] == [code], found
    (problem,) = found
    assert problem.line == line
    assert problem.value == value
    assert problem.file.endswith("peacedata.toml")
    assert problem.key
    assert hint in (problem.hint or "")
    assert code in OWN_CODES


def test_a_wrong_setting_leaves_the_others_in_force(tmp_path: Path) -> None:
    config = config_from(tmp_path, 'ignore = ["PD999", "PD116"]\n[severity]\nPD2 = "x"\nPD3 = "warning"\n' + BASE)
    assert config.ignore == ("PD116",)
    assert config.severity == {"PD3": Severity.WARNING}
    assert config.baseline == ()


def test_the_longest_beginning_decides_a_severity(tmp_path: Path) -> None:
    config = config_from(tmp_path, '[severity]\nPD2 = "warning"\nPD220 = "error"\nPD1 = "warning"\nPD186 = "error"')
    assert config.problems == ()
    assert config.level("PD220", Severity.WARNING) is Severity.ERROR
    assert config.level("PD221", Severity.ERROR) is Severity.WARNING
    assert config.level("PD401", Severity.ERROR) is Severity.ERROR
    assert config.level("PD183", Severity.ERROR) is Severity.ERROR  # what is said of a configuration is not softened
    assert config.level("PD186", Severity.WARNING) is Severity.ERROR


def test_options_replace_settings(tmp_path: Path) -> None:
    config = config_from(tmp_path, 'select = ["PD2"]\nignore = ["PD4"]\n')
    assert config.overridden() == config
    assert config.overridden(select=["PD4"]).hidden("PD401") is None
    assert config.overridden(select=["PD4"], ignore=["PD401"]).hidden("PD401") == "ignore"
    assert config.overridden(ignore=["PD220"]).hidden("PD220") == "ignore"
    assert config.overridden(ignore=["PD220"]).hidden("PD401") == "select"


MATCHES = [
    ("events", "data/events.csv", "events", True),
    ("event*", "data/events.csv", "events", True),
    ("events.csv", "data/events.csv", "events", True),
    ("*.csv", "data/events.csv", "", True),
    ("*", "data/events.csv", "", True),
    ("data", "data/events.csv", "events", False),
    ("data/", "data/events.csv", "events", True),
    ("data/", "data/old/events.csv", "events", True),
    ("data/*", "data/events.csv", "events", True),
    ("data/*", "data/old/events.csv", "events", False),
    ("data/**", "data/old/events.csv", "events", True),
    ("data/**/events.csv", "data/events.csv", "events", True),
    ("**/old/*", "data/old/events.csv", "events", True),
    ("./data/events.csv", "data/events.csv", "events", True),
    ("data/events.csv", "./data/events.csv", "events", True),
    ("data/events.csv", "package/data/events.csv", "events", False),
    ("data/EVENTS.csv", "data/events.csv", "events", False),
    ("data/event?.csv", "data/events.csv", "events", True),
    ("data/[ef]vents.csv", "data/events.csv", "events", True),
    ("data/a[1].csv", "data/a[1].csv", "", True),
    ("a.csv", "a.csv, b.csv", "t", False),
    ("*.csv", "a.csv, b.csv", "t", True),
    ("", "data/events.csv", "events", False),
    ("events", "", "", False),
    ("*a*a*a*a*a*a*a*a*b", "a" * 200, "", False),
]


@pytest.mark.parametrize(("pattern", "file", "table", "expected"), MATCHES)
def test_patterns(pattern: str, file: str, table: str, expected: bool) -> None:
    assert matches(pattern, file, table) is expected


def test_patterns_from_the_folder_of_the_configuration(tmp_path: Path) -> None:
    file = str(tmp_path / "package" / "data" / "events.csv")
    assert matches("package/data/*.csv", file, folder=tmp_path)
    assert matches("**/data/*.csv", file, folder=tmp_path)
    assert matches("../package/data/*.csv", file, folder=tmp_path / "other")
    assert matches(f"{tmp_path}/package/**", file, folder=tmp_path)
    assert not matches("data/*.csv", file, folder=tmp_path)


PARTS = st.lists(st.text("ab.", min_size=1, max_size=3).filter(lambda part: set(part) != {"."}), min_size=1, max_size=4)


@given(PARTS, st.data())
def test_two_stars_stand_for_any_parts(parts: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(parts)))
    last = data.draw(st.integers(first, len(parts)))
    wild = "/".join([*parts[:first], "**", *parts[last:]])
    assert matches(f"./{wild}", "/".join(parts))
    assert not matches(f"./{wild}/c", "/".join(parts))


SCALARS = st.none() | st.sampled_from(["PD4", "PD220", "PD999", "", " ", "error", "x", "1", "1979-05-27", "[]", "{}"])


@given(
    st.lists(st.tuples(st.text("abc-_", max_size=5) | st.sampled_from(["code", "reason", "key"]), SCALARS), max_size=4)
)
def test_no_configuration_breaks_the_reader(pairs: list[tuple[str, str | None]]) -> None:
    import tempfile

    bodies = [
        f'"{name}" = {value}' if value in ("1", "1979-05-27", "[]", "{}") else f'"{name}" = "{value}"'
        for name, value in dict(pairs).items()
    ]
    inner = "\n".join(bodies) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        for head in ("", "[severity]\n", "[per-file-ignores]\n", "[[baseline]]\n", "[[ignore]]\n"):
            config = config_from(Path(folder), head + inner)
            assert all(problem.line for problem in config.problems)
            assert bool(config.baseline) <= ("reason" in dict(pairs))
