"""Starts a program of the package in an isolated interpreter: ``boot.py MODULE PATHS RUN_DIR``.

The interpreter runs with ``-I`` (and ``-S`` where the standard library is enough), so that
nothing of the operation's environment or folder reaches it. PATHS, joined by the path
separator, are searched last: the standard library cannot be shadowed. What a program fails on
goes to ``supervisor.log`` in the run directory, for nobody watches its standard error.
"""

import gc
import os
import sys


def main() -> None:
    """Run ``main(RUN_DIR)`` of MODULE."""
    module, paths, run_dir = sys.argv[1:4]
    sys.path.extend(path for path in paths.split(os.pathsep) if path)
    try:
        from guild_jupyter.supervise import faults  # noqa: PLC0415 - not before it can be found

        faults.play(module.rpartition(".")[2])
        faults.reach("boot.begun")
        # What is imported stays: to look for garbage in it costs time, and after a fork memory.
        gc.disable()
        __import__(module)
        gc.freeze()
        gc.enable()
        sys.modules[module].main(run_dir)
    except Exception:
        import traceback  # noqa: PLC0415 - 8 ms that only a failure should cost

        flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY | os.O_CLOEXEC
        log = os.open(run_dir + "/.guild/supervisor.log", flags, 0o600)
        from guild_jupyter.redaction import redact  # noqa: PLC0415 - as traceback

        told = redact(traceback.format_exc())
        os.write(log, f"{module}\n{told}".encode(errors="replace"))
        raise


if __name__ == "__main__":
    # A session of its own already, but still the kernel's child: let init adopt it.
    if sys.argv[1].endswith(".supervisor") and os.fork():
        os._exit(0)
    main()
    if sys.argv[1].endswith(".supervisor"):
        os._exit(0)  # nothing is left to tidy up, and the lock is held until the process is gone
