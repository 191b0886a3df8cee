"""Programs that carry an operation out where a plain command does not."""
