"""What writes or reports outside of a run: new projects and homes, and the state of the setup."""
