"""Findings: what is wrong in files, cells, keys and records, and the report that says so."""
