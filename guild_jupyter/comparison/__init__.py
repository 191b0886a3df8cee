"""Comparing runs: columns are asked for in a small language, and shown as one table."""
