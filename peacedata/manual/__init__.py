"""The manual that is generated: a page per finding code, the command line, the report, and the index of all pages."""
