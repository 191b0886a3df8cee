"""What a foreign YAML text may take at most."""

MAX_BYTES = 1 << 20
MAX_NODES = 100_000
MAX_DEPTH = 64
MAX_DIGITS = 1000
#: Lines that begin with %: each tag costs as much as there are directives.
MAX_DIRECTIVES = 100
