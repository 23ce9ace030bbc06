"""The window. The only importer of Qt; never meets ``builder``."""
