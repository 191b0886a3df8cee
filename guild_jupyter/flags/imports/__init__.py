"""Flags told by a program's source: its syntax tree is read, and nothing of it is run."""
