"""What the program remembers between two days: language, window, recent files, last views.

Never a passphrase, a key or a number from an extract.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop.core.errors import FileProblem
from desktop.core.paths import settings_folder, write_whole

_RECENT = 8


@dataclass(frozen=True, slots=True)
class Recent:
    """An extract opened before, and the key file it was opened with, if it was."""

    path: str
    key_file: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it, as read at start and written at the end."""

    language: str = "da"
    theme: str = "light"
    window: str = ""
    paper: str = "a4-across"
    recent: tuple[Recent, ...] = ()
    views: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def opened(self, path: Path, key_file: Path | None, title: str) -> Settings:
        """With an extract at the head of the recent ones."""
        entry = Recent(str(path), str(key_file) if key_file else "", title)
        others = tuple(recent for recent in self.recent if recent.path != entry.path)
        return replace(self, recent=(entry, *others)[:_RECENT])

    def with_view(self, path: Path, view: Mapping[str, Any]) -> Settings:
        """With the last view of an extract; those of files no longer recent are forgotten."""
        kept = {recent.path for recent in self.recent} | {str(path)}
        views = {name: old for name, old in self.views.items() if name in kept}
        return replace(self, views={**views, str(path): view})


def load_settings() -> Settings:
    """The settings, or fresh ones where there are none or they cannot be understood."""
    try:
        content = json.loads((settings_folder() / "settings.json").read_text("utf-8"))
        return Settings(
            str(content.get("language", "da")),
            str(content.get("theme", "light")),
            str(content.get("window", "")),
            str(content.get("paper", "a4-across")),
            tuple(
                Recent(*(str(entry.get(name, "")) for name in ("path", "key_file", "title")))
                for entry in content.get("recent", [])
            )[:_RECENT],
            {path: dict(view) for path, view in content.get("views", {}).items()},
        )
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return Settings()


def save_settings(settings: Settings) -> bool:
    """Write the settings; false where the folder may not be written, which harms nothing."""
    folder = settings_folder()
    content = {
        "language": settings.language,
        "theme": settings.theme,
        "window": settings.window,
        "paper": settings.paper,
        "recent": [
            {"path": entry.path, "key_file": entry.key_file, "title": entry.title}
            for entry in settings.recent
        ],
        "views": {path: dict(view) for path, view in settings.views.items()},
    }
    text = json.dumps(content, indent=1)  # ASCII: a path may hold what is no text
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / "settings.json", lambda stream: stream.write(text.encode("utf-8")))
    except (OSError, FileProblem):
        return False
    return True
