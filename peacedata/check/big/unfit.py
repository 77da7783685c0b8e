"""The signal that a file, or how it is to be read, is a matter for the small gear."""

from __future__ import annotations


class Unfit(Exception):  # it is a signal inside the big gear, never an error of the caller
    """The big gear cannot say with certainty what the small gear would say."""
