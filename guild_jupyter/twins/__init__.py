"""Static twins of the views: plain values in, HTML and text out, safe without JavaScript.

Nothing here knows runs or front ends. All text that comes in is untrusted.
"""
