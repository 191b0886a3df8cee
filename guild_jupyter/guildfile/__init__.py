"""What the Guild file says: where it is, its dialects, and the definitions built from it."""
