"""The processes that stand by a run after the kernel is gone, and what can be read of them.

Everything here is standard library only: it runs under ``python -I -S``.
"""
