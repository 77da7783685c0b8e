"""Findings about the configuration itself; they are shown whatever the configuration says."""

from __future__ import annotations

from peacedata.check.declare import Check
from peacedata.check.finding import Severity

_SCHEMA = '{"fields": [{"name": "id"}, {"name": "headcount", "type": "integer"}], "primaryKey": ["id"]}'
_CSV = {"schema": _SCHEMA, "csv": "id,headcount\nkyiv,12\n"}
_KNOWN = """\
[[baseline]]
code = "PD220"
table = "table"
key = "kyiv"
column = "headcount"
"""
_REASON = 'reason = "The source itself says so; asked on 2026-03-02."\n'

UNREADABLE = Check(
    code="PD180",
    name="unreadable-configuration",
    says="The configuration cannot be read, or is not TOML.",
    why="Nothing of it is in force, so everything is checked and shown.",
    mend="Mend the line that is named. `--config FILE` follows another file, `--no-config` none.",
    related=("PD181", "PD182"),
    bad={"toml": 'select = ["PD2"\n', **_CSV},
    good={"toml": 'select = ["PD2"]\n', **_CSV},
)
UNKNOWN_SETTING = Check(
    code="PD181",
    name="unknown-setting",
    says="The configuration has a setting that does not exist.",
    why="It is most often a slip of the pen, and what was meant is not in force.",
    mend="Write the setting that was meant. A baseline has no settings for the record and the line of a finding, "
    "because rows move: name the key of the record.",
    related=("PD182",),
    bad={"toml": 'ignores = ["PD116"]\n', **_CSV},
    good={"toml": 'ignore = ["PD116"]\n', **_CSV},
)
WRONG_VALUE = Check(
    code="PD182",
    name="wrong-setting",
    says="A setting has a value of the wrong type or form.",
    why="What was meant cannot be guessed, so the setting is not in force.",
    mend="Write what the message says was expected.",
    related=("PD181", "PD183"),
    bad={"toml": '[severity]\nPD220 = "fatal"\n', **_CSV},
    good={"toml": '[severity]\nPD220 = "warning"\n', **_CSV},
)
UNKNOWN_CODE = Check(
    code="PD183",
    name="unknown-code",
    says="The configuration names a finding code that does not exist.",
    why="Nothing is selected, ignored or known by it, though somebody believes that it is.",
    mend="Look the code up with `peacedata rules`. `PD4` stands for all that begin so, except in a baseline, where one "
    "code is meant.",
    related=("PD182", "PD188"),
    bad={"toml": 'ignore = ["PD999"]\n', **_CSV},
    good={"toml": 'ignore = ["PD116"]\n', **_CSV},
)
NO_REASON = Check(
    code="PD184",
    name="no-reason",
    says="An entry of the configuration does not say its reason.",
    why="Who reads it next year must be able to judge whether it still holds, so without a reason it is not in force.",
    mend="Add `reason`, and say why the finding may stay. A code in `ignore` or `per-file-ignores` may also stand "
    "alone, as plain text.",
    related=("PD186",),
    bad={"toml": _KNOWN, "schema": _SCHEMA, "csv": "id,headcount\nkyiv,12\n"},
    good={"toml": _KNOWN + _REASON, "schema": _SCHEMA, "csv": "id,headcount\nkyiv,some\n"},
)
SAID_TWICE = Check(
    code="PD185",
    name="said-twice",
    says="The configuration says something twice, or says it in two ways.",
    why="Whoever takes one of them out believes that it is gone.",
    mend="Keep one of them.",
    related=("PD181",),
    severity=Severity.WARNING,
    bad={"toml": 'ignore = ["PD116", "PD116"]\n', **_CSV},
    good={"toml": 'ignore = ["PD116"]\n', **_CSV},
)
STALE = Check(
    code="PD186",
    name="stale-baseline",
    says="An entry of the baseline matches no finding any more.",
    why="What was known is mended, or was changed into something else. Left there, the entry would hide the same "
    "mistake when it comes back. An entry is judged only when what it speaks of was checked in the run.",
    mend="Take the entry out, or write the `count` that is still found.",
    related=("PD187",),
    severity=Severity.WARNING,
    bad={"toml": _KNOWN + _REASON, "schema": _SCHEMA, "csv": "id,headcount\nkyiv,12\n"},
    good={"toml": _KNOWN + _REASON, "schema": _SCHEMA, "csv": "id,headcount\nkyiv,some\n"},
)
AMBIGUOUS = Check(
    code="PD187",
    name="ambiguous-baseline",
    says="An entry of the baseline fits more findings than it stands for.",
    why="Which of them is known cannot be told, so all of them are shown.",
    mend="Name more of the one that is meant: key, column, value, message. If all are known and cannot be told apart, "
    "say how many with `count`.",
    related=("PD186",),
    severity=Severity.WARNING,
    bad={
        "toml": '[[baseline]]\ncode = "PD220"\ntable = "table"\n' + _REASON,
        "schema": _SCHEMA,
        "csv": "id,headcount\nkyiv,some\nminsk,many\n",
    },
    good={
        "toml": '[[baseline]]\ncode = "PD220"\ntable = "table"\ncount = 2\n' + _REASON,
        "schema": _SCHEMA,
        "csv": "id,headcount\nkyiv,some\nminsk,many\n",
    },
)
ABOUT_CONFIGURATION = Check(
    code="PD188",
    name="configuration-hides-itself",
    says="The configuration asks to hide or to soften findings about itself.",
    why="What is wrong with the configuration is always shown, so that nothing is switched off by mistake.",
    mend="Mend what is reported. The severity of such a finding may be raised, never lowered.",
    related=("PD183",),
    bad={"toml": 'ignore = ["PD186"]\n', **_CSV},
    good={"toml": '[severity]\nPD186 = "error"\n', **_CSV},
)

OWN_CODES = frozenset(check.code for check in list(globals().values()) if isinstance(check, Check))
