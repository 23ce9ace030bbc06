"""Eksempelby: an invented town with invented people, so that the program can be shown to anyone.

Everything is drawn from one seed and written as the ordinary files a municipality would have
(boundaries, tables, a recipe), so that the example is built exactly like a real extract.
"""
