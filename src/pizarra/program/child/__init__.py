"""Child: what runs a program in its own interpreter and writes down, number by number, what it computed.

It stands on the standard library and on the NumPy that the program has; nothing of pizarra is imported where it runs.
"""
