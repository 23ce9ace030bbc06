"""Categorisation models as data: one format, one engine.

A model file (TOML) says which indicators go in, how each becomes points or a test, and which
category comes of it. ``modelfile`` reads and checks it, ``inputs`` gathers the columns from an
extract, ``engine`` works them out for all areas and years at once.
"""
