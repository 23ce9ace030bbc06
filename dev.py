#!/usr/bin/env python3
"""Everything a developer runs; each command sets up first what is missing.

    python3 dev.py demo                try the program on invented data
    python3 dev.py test [...]          the tests; extra words go to pytest
    python3 dev.py check               format, lint, types and layers
    python3 dev.py bench [...]         the time budgets
    python3 dev.py translate           bring the English texts in step with the code
    python3 dev.py bundle [...]        the program as a folder for people without Python
    python3 dev.py setup               set up and stop
    python3 dev.py lock [--upgrade]    make requirements.lock anew
    python3 dev.py wheelhouse DIR      keep the locked packages in DIR, for a place without network
    python3 dev.py --wheelhouse DIR test

Needs Python 3.11 or newer and nothing else. A second run starts at once.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
FONTS = ROOT / "resources" / "fonts"
TRANSLATIONS = ROOT / "resources" / "translations"
SETUP = 1  # raise it to have every developer's set-up made anew
# The last one: a plain path is looked up faster at every start than the finder of setuptools.
PROJECT_OPTIONS = (
    *("--no-index", "--no-deps", "--no-build-isolation"),
    "--config-settings=editable_mode=compat",
)
WINDOWS = os.name == "nt"
WHEELHOUSE = "BOLIGATLAS_WHEELHOUSE"

# What Qt loads from a Linux system, and what Debian and Ubuntu call the package with it.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
# For tests that open a real window.
TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool"}


class Stop(Exception):
    """A step failed: what happened, and what to try."""

    def __init__(self, problem: str, hint: str = "", code: int = 1) -> None:
        super().__init__(problem)
        self.hint = hint
        self.code = code


def say(text: str) -> None:
    """One line of progress, in order with the output of the programs that are run."""
    print(text, flush=True)


# Running programs


def run(command: Sequence[str | Path], hint: str = "", *, quiet: bool = False) -> None:
    """Run one step; a quiet one is heard only when it fails."""
    line = subprocess.list2cmdline(command)
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            check=False,
        )
    except OSError as error:
        raise Stop(f"could not start: {line} ({error})", hint) from error
    if done.returncode:
        if done.stdout:
            say(done.stdout.rstrip())
        raise Stop(f"failed ({done.returncode}): {line}", hint)


def job(command: Sequence[str | Path], **extra: str) -> int:
    """Run what was asked for; its exit code is ours."""
    return subprocess.run(command, cwd=ROOT, env={**environment(), **extra}, check=False).returncode


def environment() -> dict[str, str]:
    """The caller's environment, with what a bare system may lack."""
    found = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    if not WINDOWS:
        home = os.path.expanduser("~")
        found.setdefault("HOME", home if os.path.isdir(home) else tempfile.gettempdir())
    if not any(found.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        found["LANG"] = "C.UTF-8"
    return found


def program(name: str) -> Path:
    """A program of the environment."""
    return VENV / ("Scripts" if WINDOWS else "bin") / (f"{name}.exe" if WINDOWS else name)


# The system


def is_root() -> bool:
    return not WINDOWS and os.geteuid() == 0


def has_apt() -> bool:
    return shutil.which("apt-get") is not None


def install_line(packages: Sequence[str]) -> str:
    """What a person types to install packages."""
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


def apt_install(packages: Sequence[str]) -> None:
    """Install system packages; for root only."""
    say(f"system: installing {', '.join(packages)}")
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    try:
        run([*apt, "update"], quiet=True)
    except Stop as stop:
        say(f"system: {stop}; going on with the package lists at hand")
    hint = f"Try it by hand: {install_line(packages)}"
    run([*apt, "install", "-y", "--no-install-recommends", *packages], hint, quiet=True)


def apt_knows(package: str) -> bool:
    command = ["apt-cache", "show", package]
    return has_apt() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def venv_package() -> str:
    """The package of Debian and Ubuntu that brings `venv` for this Python."""
    exact = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return exact if apt_knows(exact) else "python3-venv"


def loads(library: str) -> bool:
    """Whether the system has the shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(*, venv: bool = False, qt: bool = False, bundling: bool = False) -> list[str]:
    """The packages without which the job cannot be done."""
    packages = [venv_package()] if venv and not importlib.util.find_spec("ensurepip") else []
    if qt:
        packages += [package for library, package in LIBRARIES.items() if not loads(library)]
    if bundling:  # PyInstaller wants a reader of binaries, and this Python as a library
        python = f"libpython{sys.version_info[0]}.{sys.version_info[1]}"
        packages += [] if shutil.which("objdump") else ["binutils"]
        packages += [] if loads(f"{python}.so.1.0") else [python]
    return packages


def ensure_system(*, window: bool = False, **needs: bool) -> None:
    """What this job needs from a Linux system: asked for or installed all at once."""
    if not sys.platform.startswith("linux"):
        return
    needed = missing(**needs)
    wished = [package for tool, package in TOOLS.items() if window and not shutil.which(tool)]
    wished += missing(bundling=True) if window and not needs.get("bundling") else []
    if needed and not has_apt():
        say(f"system: missing, as Debian calls it: {', '.join(needed)}; going on without")
    elif needed and is_root():
        apt_install(needed)
    elif needed:
        line = install_line([*needed, *wished])
        raise Stop("a few packages of the system are missing", f"Run: {line}")
    if wished and is_root() and has_apt():
        try:
            apt_install(wished)
        except Stop as stop:
            say(f"system: {stop}")
        else:
            return
    if wished:
        say(f"system: tests in a real window will skip; for them: {install_line(wished)}")


# The environment


def digest(*parts: object) -> str:
    """One short name for all parts together."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def wanted() -> dict[str, str]:
    """What each step of the set-up rests on, in order."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return {
        "environment": digest(SETUP, str(VENV), version, sys.platform, platform.machine()),
        "packages": digest(LOCK.read_bytes()),
        "fonts": digest((ROOT / "installer" / "fonts.py").read_bytes()),
        "project": digest((ROOT / "pyproject.toml").read_bytes(), PROJECT_OPTIONS),
    }


def stamp() -> Path:
    """Tells which steps are done."""
    return VENV / "boligatlas-setup.json"


def finished() -> dict[str, str]:
    """The steps done, with what they rested on; none when the environment does not work."""
    if not program("python").exists():
        return {}
    try:
        found = json.loads(stamp().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    done: dict[str, str] = found if isinstance(found, dict) else {}
    if not (FONTS / "LICENSE.txt").exists():  # written last
        done.pop("fonts", None)
    return done


def finish(done: dict[str, str]) -> None:
    """Remember the steps done; after each, so that an interrupted set-up goes on from there."""
    beside = stamp().with_suffix(".part")
    beside.write_text(json.dumps(done, indent=1), "utf-8")
    os.replace(beside, stamp())


def due(done: dict[str, str], now: dict[str, str]) -> list[str]:
    """The steps to take: a new environment or other packages call for all that follow."""
    steps = list(now)
    for name in ("environment", "packages"):
        if done.get(name) != now[name]:
            return steps[steps.index(name) :]
    return [name for name in steps if done.get(name) != now[name]]


def set_up(wheelhouse: Path | None, **needs: bool) -> None:
    """Bring the system and the environment up to date."""
    now = wanted()
    done = finished()
    steps = due(done, now)
    ensure_system(venv="environment" in steps, **needs)
    for name in steps:
        done.pop(name, None)
    actions: dict[str, Callable[[], None]] = {
        "environment": make_environment,
        "packages": lambda: install_packages(wheelhouse),
        "fonts": lambda: run([program("python"), "installer/fonts.py"]),
        "project": install_project,
    }
    for name in steps:
        actions[name]()
        done[name] = now[name]
        finish(done)
    compile_translations()


def make_environment() -> None:
    say(f"environment: making {VENV.name}")
    run([sys.executable, "-m", "venv", "--clear", VENV], "Is the disk full, or the folder locked?")


def pip(*words: str | Path) -> list[str | Path]:
    return [program("python"), "-m", "pip", *words]


def install_packages(wheelhouse: Path | None) -> None:
    """Install exactly what the lock says."""
    say("packages: installing what requirements.lock says; the first time takes some minutes")
    command = pip("install", "--quiet", "--progress-bar=off", "--require-hashes")
    hint = "Is there a network? Without one: --wheelhouse DIR, filled by the command wheelhouse"
    if wheelhouse:
        if not wheelhouse.is_dir():
            raise Stop(f"there is no folder {wheelhouse}")
        command += ["--no-index", "--find-links", wheelhouse]
        hint = "Fill the folder again, with this version of Python, by the command wheelhouse"
    run([*command, "--only-binary=:all:", "-r", LOCK], hint)


def install_project() -> None:
    say("project: installing Boligatlas itself, straight from this folder")
    run(pip("install", "--quiet", *PROJECT_OPTIONS, "-e", ROOT))


def compile_translations() -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for source in sorted(TRANSLATIONS.rglob("*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        say(f"translations: compiling {source.relative_to(ROOT)}")
        run([program("pybabel"), "compile", "-i", source, "-o", compiled], quiet=True)


# The commands


def test(words: list[str]) -> int:
    """Run the tests, without a screen unless the caller names a platform."""
    extra = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    if sys.platform.startswith("linux"):
        extra["LC_ALL"] = "C.UTF-8"  # every Linux has it: tests must not rest on the machine's
    return job([program("python"), "-m", "pytest", *words], **extra)


def check(words: list[str]) -> int:
    """Run every check, also after one has failed."""
    refuse(words)
    checks: dict[str, list[str | Path]] = {
        "format": [program("ruff"), "format", "--check", "."],
        "lint": [program("ruff"), "check", "."],
        "types": [program("mypy")],
        "layers": [program("lint-imports")],
    }
    failed = []
    for name, command in checks.items():
        say(f"{name}: {Path(command[0]).stem} {' '.join(map(str, command[1:]))}")
        if job(command):
            failed.append(name)
    say(f"check: failed: {', '.join(failed)}" if failed else "check: all passed")
    return int(bool(failed))


def demo(words: list[str]) -> int:
    return job([program("python"), "-m", "desktop", "demo", *words])


def bench(words: list[str]) -> int:
    return job([program("python"), "tests/bench/run.py", *words])


def bundle(words: list[str]) -> int:
    return job([program("python"), "installer/build.py", *words])


def translate(words: list[str]) -> int:
    """Put new texts into the catalogues, for a person to translate, and drop those not in use."""
    refuse(words)
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "boligatlas.pot"
        extract = ["extract", "--no-default-keywords", "-k", "_", "-k", "plural:1,2"]
        extract += ["--add-location=file", "--no-wrap", "-o", str(template), "desktop"]
        run([program("pybabel"), *extract], quiet=True)
        update = ["update", "--no-fuzzy-matching", "--ignore-obsolete", "--no-wrap"]
        update += ["--ignore-pot-creation-date", "-i", str(template)]
        for catalogue in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/boligatlas.po")):
            say(f"translate: {catalogue.relative_to(ROOT)}")
            locale = catalogue.parents[1].name
            run([program("pybabel"), *update, "-l", locale, "-o", catalogue], quiet=True)
    compile_translations()
    return 0


def setup(words: list[str]) -> int:
    refuse(words)
    say("setup: ready")
    return 0


def refuse(words: list[str]) -> None:
    """For commands that take no words."""
    if words:
        raise Stop(f"not understood: {' '.join(words)}", "python3 dev.py --help", code=2)


def lock(words: list[str]) -> int:
    """Resolve anew for every system; packages keep their versions unless asked with --upgrade."""
    ensure_system(venv=True)
    with tempfile.TemporaryDirectory() as folder:
        run([sys.executable, "-m", "venv", folder])
        scripts = Path(folder) / ("Scripts" if WINDOWS else "bin")
        run([scripts / "python", "-m", "pip", "install", "--quiet", "uv"])
        groups = [f"--group={name}" for name in ("builder", "fonts", "dev")]
        options = ["--universal", "--python-version=3.11", "--fork-strategy=fewest"]
        options += ["--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
        options += ["--output-file", str(LOCK), *words]
        run([scripts / "uv", "pip", "compile", "pyproject.toml", *groups, *options], quiet=True)
    text = LOCK.read_text("utf-8")
    LOCK.write_text(f"# Made by `python3 dev.py lock` from pyproject.toml.\n{text}", "utf-8")
    say(f"lock: wrote {LOCK.name}")
    return 0


def wheelhouse(words: list[str]) -> int:
    """Keep the locked packages for this system and this Python."""
    if len(words) != 1:
        raise Stop("wheelhouse takes one folder", "python3 dev.py wheelhouse DIR", code=2)
    folder = Path(words[0]).resolve()
    if not program("python").exists():
        ensure_system(venv=True)
        make_environment()
    say(f"wheelhouse: filling {folder}")
    command = pip("download", "--quiet", "--progress-bar=off", "--require-hashes")
    run([*command, "--only-binary=:all:", "-r", LOCK, "-d", folder], "Is there a network?")
    return 0


AFTER_SETUP = {
    command.__name__: command for command in (setup, demo, test, check, bench, translate, bundle)
}
ALONE = {command.__name__: command for command in (lock, wheelhouse)}


def main(arguments: list[str] | None = None) -> int:
    """Do the command; no traceback for what a person can mend."""
    if sys.version_info < (3, 11):
        print("Boligatlas needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    parser = argparse.ArgumentParser(
        usage="dev.py [--wheelhouse DIR] COMMAND ...",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--wheelhouse", default=os.environ.get(WHEELHOUSE), help=argparse.SUPPRESS)
    parser.add_argument("command", choices=[*AFTER_SETUP, *ALONE], help=argparse.SUPPRESS)
    parser.add_argument("words", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    words: list[str] = asked.words
    try:
        if asked.command in ALONE:
            return ALONE[asked.command](words)
        folder = Path(asked.wheelhouse).resolve() if asked.wheelhouse else None
        set_up(
            folder,
            qt=asked.command not in ("check", "translate"),
            window=asked.command in ("test", "bench"),
            bundling=asked.command == "bundle",
        )
        return AFTER_SETUP[asked.command](words)
    except Stop as stop:
        print(f"dev.py: {stop}", file=sys.stderr)
        if stop.hint:
            print(f"hint: {stop.hint}", file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
