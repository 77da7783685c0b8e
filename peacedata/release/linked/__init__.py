"""The dataset as linked data: every row as a node with all of its columns, and the terms of schema.org on top."""
