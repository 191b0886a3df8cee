"""Runs that leave a home or come into one: archives of runs, and reports of them."""
