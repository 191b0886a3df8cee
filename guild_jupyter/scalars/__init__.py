"""Numbers of a run over its steps: found in output, kept in event files, read as series."""
