"""Run directories: their layout, attributes and output, and the store that holds them."""
