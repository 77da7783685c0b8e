"""Canonical form: mends what can be mended without a human decision, one fixer per file, and nothing else."""
