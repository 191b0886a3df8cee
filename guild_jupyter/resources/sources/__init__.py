"""The kinds of sources, one module each; the table of them is in ``source_types``."""
