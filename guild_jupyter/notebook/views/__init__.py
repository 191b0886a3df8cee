"""Interactive views in cells: one widget class, and a presenter for each kind of view."""
