"""Filters: which of many runs are meant, by what is known of them."""
