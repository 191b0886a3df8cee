"""What is shown of runs, comparisons and differences, to a cell and to the panel alike."""
