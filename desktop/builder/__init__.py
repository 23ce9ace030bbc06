"""The steward's side: from tables and boundaries to a sealed extract.

The only importer of pandas, geopandas, fiona, pyarrow and openpyxl; never meets ``ui``.
"""
