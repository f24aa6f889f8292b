"""The facts read from a passage, one module a kind."""
