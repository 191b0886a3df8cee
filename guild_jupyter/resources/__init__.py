"""What an operation needs before it can start: planned in the kernel, fetched beside the run."""
