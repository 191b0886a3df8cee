"""Runs that are made of other runs: pipelines of steps."""
