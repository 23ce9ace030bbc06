"""Facts: the extract and what it holds, periods, indicators, disclosure, measures and words.

Owns every rule about numbers and files. Imports numpy, the standard library and, each behind one
door, sqlite3 (``geopackage``) and pyrage (``envelope``). Anything above may import it.
"""
