"""The face in a notebook and in a terminal: commands, their words, and the magics.

IPython is imported by ``magics`` alone; the commands serve a terminal as well.
"""
