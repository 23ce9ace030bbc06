"""What each command takes and does: a module each, with ``add_arguments`` and ``run``.

Heavy imports stand inside the functions, so that opening the window never pays for a build.
"""
