"""The child's side of opening with a passphrase; not for people."""

from __future__ import annotations

import argparse


def run(options: argparse.Namespace) -> int:
    """The child's side of opening with a passphrase; not for people."""
    from desktop.core.apart import main

    return main(options.file)
