"""Starts a program of the package as a run's operation: ``begin.py MODULE WORDS``.

The interpreter runs with ``-I``, so that neither the folder nor the environment of the run gets
between the program and its libraries; the run's own process has them as they are.
"""

import importlib
import os
import site
import sys


def main() -> None:
    """Run ``main(WORDS)`` of MODULE; what it returns is the exit status."""
    here = os.path.abspath(__file__)  # noqa: PTH100 - nothing but os is loaded yet
    package = os.path.dirname(os.path.dirname(os.path.dirname(here)))  # noqa: PTH120 - as above
    sys.path.extend([package, site.getusersitepackages()])
    sys.exit(importlib.import_module(sys.argv[1]).main(sys.argv[2:]))


if __name__ == "__main__":
    main()
