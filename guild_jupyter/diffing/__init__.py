"""What differs between two runs, or between a run and a folder: its parts, and how it looks."""
