"""Configuration: which findings a project wants to see, how bad they are to it, and which it knows already."""
