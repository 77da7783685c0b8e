"""Assertions on a dataset beside the release before it: one assertion, one file; ``all_assertions`` finds them all."""
