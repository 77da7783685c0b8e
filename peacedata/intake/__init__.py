"""Bytes to records: safe opening, strict text, record and physical line numbers."""
