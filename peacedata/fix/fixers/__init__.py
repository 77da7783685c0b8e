"""The fixers: a module of this package is one, by its ``FIXER``, and is found by itself."""
