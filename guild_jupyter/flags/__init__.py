"""Flags: their definitions, their values, and how they reach the program."""
