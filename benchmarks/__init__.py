"""The reference table and side-by-side runs against peers; see README.md in this folder."""
