"""What was read of runs and need not be read again: disposable, and checked at every asking."""
