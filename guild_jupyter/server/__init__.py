"""The extension of the Jupyter Server: the same runs and projects, without a kernel."""
