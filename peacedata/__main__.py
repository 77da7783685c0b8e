"""``python -m peacedata`` is ``peacedata``."""

from peacedata.cli import run

run()
