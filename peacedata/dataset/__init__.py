"""A package as typed, linked records; as frames; as SQL."""
