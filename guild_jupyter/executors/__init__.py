"""Where runs are carried out: on this machine, and later on others, behind one protocol."""
