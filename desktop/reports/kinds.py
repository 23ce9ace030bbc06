"""The kinds of report that come with the program, each a template of that name.

Nothing is imported here: the command line names them before anything is asked for.
"""

KINDS = (
    "maps", "profile", "standard", "quarterly", "yearly", "categories", "sectors", "organisations",
    "plan", "atlas", "moved", "datasheet",
)  # fmt: skip
