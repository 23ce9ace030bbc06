"""The set-up script: what it decides, without installing anything."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path, PureWindowsPath

import pytest

import dev

LOCK = dev.LOCK.read_text("utf-8")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with nothing set up."""
    for name in ("installer", "resources/fonts"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("requirements.lock", "pyproject.toml", "installer/fonts.py"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(dev, "FONTS", tmp_path / "resources" / "fonts")
    monkeypatch.setattr(dev, "TRANSLATIONS", tmp_path / "resources" / "translations")
    return tmp_path


@pytest.fixture
def steps(tree: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that set_up takes, each pretended."""
    taken: list[str] = []

    def make() -> None:
        taken.append("environment")
        dev.program("python").parent.mkdir(parents=True, exist_ok=True)
        dev.program("python").touch()

    def run(command: list[str | Path], hint: str = "", *, quiet: bool = False) -> None:
        taken.append("fonts")
        (dev.FONTS / "LICENSE.txt").touch()

    monkeypatch.setattr(dev, "make_environment", make)
    monkeypatch.setattr(dev, "install_packages", lambda wheelhouse: taken.append("packages"))
    monkeypatch.setattr(dev, "install_project", lambda: taken.append("project"))
    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev, "ensure_system", lambda **needs: None)
    return taken


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian with every library and tool, run by root; the packages that would be installed."""
    installed: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev, "is_root", lambda: True)
    monkeypatch.setattr(dev, "has_apt", lambda: True)
    monkeypatch.setattr(dev, "loads", lambda library: True)
    monkeypatch.setattr("shutil.which", lambda tool: f"/usr/bin/{tool}")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    monkeypatch.setattr(dev, "apt_install", installed.append)
    return installed


def set_up() -> None:
    dev.set_up(None, qt=True, window=True)


def test_the_first_run_takes_every_step_and_the_second_none(steps: list[str]) -> None:
    set_up()
    assert steps == ["environment", "packages", "fonts", "project"]

    steps.clear()
    set_up()
    assert steps == []


@pytest.mark.parametrize(
    ("changed", "taken"),
    [
        ("requirements.lock", ["packages", "fonts", "project"]),
        ("installer/fonts.py", ["fonts"]),
        ("pyproject.toml", ["project"]),
    ],
)
def test_a_changed_file_calls_for_what_rests_on_it(
    tree: Path, steps: list[str], changed: str, taken: list[str]
) -> None:
    set_up()
    steps.clear()

    (tree / changed).write_text("something else")
    set_up()

    assert steps == taken


def test_an_interrupted_set_up_goes_on_where_it_stopped(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(wheelhouse: Path | None) -> None:
        raise dev.Stop("no network")

    with monkeypatch.context() as patch:
        patch.setattr(dev, "install_packages", fail)
        with pytest.raises(dev.Stop):
            set_up()
    set_up()

    assert steps == ["environment", "packages", "fonts", "project"]


def test_a_moved_tree_is_set_up_anew(
    tree: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    steps.clear()

    moved = tree / "elsewhere"
    (tree / ".venv").rename(moved)
    monkeypatch.setattr(dev, "VENV", moved)
    set_up()

    assert steps[0] == "environment"


def test_a_python_that_vanished_is_made_anew(steps: list[str]) -> None:
    set_up()
    steps.clear()

    dev.program("python").unlink()
    set_up()

    assert steps[0] == "environment"


def test_lost_fonts_are_cut_again(steps: list[str]) -> None:
    set_up()
    steps.clear()

    (dev.FONTS / "LICENSE.txt").unlink()
    set_up()

    assert steps == ["fonts"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_damaged_stamp_means_nothing_is_done(steps: list[str], text: str) -> None:
    set_up()

    dev.stamp().write_text(text)

    assert dev.finished() == {}


def test_the_stamp_is_plain(steps: list[str]) -> None:
    set_up()

    assert list(json.loads(dev.stamp().read_text())) == [
        "environment",
        "packages",
        "fonts",
        "project",
    ]


def test_only_newer_catalogues_are_compiled(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[Path] = []
    monkeypatch.setattr(dev, "run", lambda command, **_: compiled.append(Path(command[3])))
    source = tree / "resources" / "translations" / "da" / "LC_MESSAGES" / "boligatlas.po"
    source.parent.mkdir(parents=True)
    source.touch()

    dev.compile_translations()
    source.with_suffix(".mo").touch()
    dev.compile_translations()

    assert compiled == [source]


def test_a_whole_system_is_left_alone(system: list[list[str]]) -> None:
    dev.ensure_system(venv=True, qt=True, window=True)

    assert system == []


def test_root_gets_what_is_needed_and_then_what_is_wished_for(
    system: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr("shutil.which", lambda tool: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(dev, "apt_knows", lambda package: False)

    dev.ensure_system(venv=True, qt=True, window=True)

    # What is only wished for comes after: it may not be had, and nothing needed waits for it.
    assert system == [["python3-venv", "libegl1"], ["xvfb", "xdotool", "binutils"]]


def test_a_bundle_needs_more(system: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "loads", lambda library: not library.startswith("libpython"))
    monkeypatch.setattr("shutil.which", lambda tool: None if tool == "objdump" else tool)

    dev.ensure_system(qt=True, bundling=True)

    assert system == [["binutils", f"libpython{sys.version_info[0]}.{sys.version_info[1]}"]]


def test_others_get_the_line_to_run(
    system: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "is_root", lambda: False)
    monkeypatch.setattr(dev, "loads", lambda library: library != "libxcb-cursor.so.0")

    with pytest.raises(dev.Stop) as stop:
        dev.ensure_system(qt=True)

    assert stop.value.code == 1
    assert stop.value.hint == "Run: sudo apt-get install --no-install-recommends libxcb-cursor0"
    assert system == []


def test_a_missing_screen_is_no_reason_to_stop(
    system: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "is_root", lambda: False)
    monkeypatch.setattr("shutil.which", lambda tool: None)

    dev.ensure_system(qt=True, window=True)

    assert "real window will skip" in capsys.readouterr().out


def test_a_system_without_apt_is_told_and_tried(
    system: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "has_apt", lambda: False)
    monkeypatch.setattr(dev, "loads", lambda library: False)

    dev.ensure_system(qt=True)

    assert "libegl1" in capsys.readouterr().out
    assert system == []


def test_other_systems_bring_their_own(
    system: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(dev, "loads", lambda library: False)

    dev.ensure_system(venv=True, qt=True, window=True)

    assert system == []


def test_the_package_of_venv_is_that_of_this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"

    monkeypatch.setattr(dev, "apt_knows", lambda package: package == exact)
    assert dev.venv_package() == exact
    monkeypatch.setattr(dev, "apt_knows", lambda package: False)
    assert dev.venv_package() == "python3-venv"


def test_programs_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "WINDOWS", True)
    monkeypatch.setattr(dev, "VENV", PureWindowsPath(r"C:\Boligatlas\.venv"))

    assert str(dev.program("python")) == r"C:\Boligatlas\.venv\Scripts\python.exe"
    assert not dev.is_root()


def test_a_bare_system_gets_a_home_and_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "LANG", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # an unknown user

    found = dev.environment()

    assert Path(found["HOME"]).is_dir()
    assert found["LANG"] == "C.UTF-8"


def test_a_failed_step_is_named_with_a_hint_and_no_traceback(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(wheelhouse: Path | None) -> None:
        raise dev.Stop("failed (1): pip install", "Is there a network?")

    monkeypatch.setattr(dev, "install_packages", fail)

    assert dev.main(["test"]) == 1
    assert capsys.readouterr().err == (
        "dev.py: failed (1): pip install\nhint: Is there a network?\n"
    )


def test_a_program_that_fails_or_lacks_stops(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(dev.Stop, match=r"failed \(3\)"):
        dev.run([sys.executable, "-c", "print('why'); raise SystemExit(3)"], quiet=True)
    assert "why" in capsys.readouterr().out
    with pytest.raises(dev.Stop, match="could not start"):
        dev.run([tree / "nowhere"])


def test_words_go_to_pytest_untouched(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str | Path]] = []

    def job(command: list[str | Path], **extra: str) -> int:
        started.append(command)
        return 5

    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr(dev, "job", job)

    assert dev.main(["test", "-k", "fonts", "--maxfail=1", "-h"]) == 5
    assert started[0][2:] == ["pytest", "-k", "fonts", "--maxfail=1", "-h"]


def test_every_check_runs_also_after_one_failed(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def job(command: list[str | Path], **extra: str) -> int:
        ran.append(Path(command[0]).stem)
        return int(len(ran) == 1)

    monkeypatch.setattr(dev, "job", job)

    assert dev.main(["check"]) == 1
    assert ran == ["ruff", "ruff", "mypy", "lint-imports"]
    assert "check: failed: format" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["check", "more"], ["setup", "more"], ["wheelhouse"]])
def test_misuse_is_refused(
    steps: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(words) == 2
    assert "hint: python3 dev.py" in capsys.readouterr().err


def test_a_wheelhouse_serves_without_network(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str | Path]] = []
    monkeypatch.setattr(dev, "run", lambda command, hint="": ran.append(command))

    dev.install_packages(tree)
    with pytest.raises(dev.Stop, match="no folder"):
        dev.install_packages(tree / "nowhere")

    assert "--no-index" in ran[0]
    assert "--require-hashes" in ran[0]


def test_it_asks_for_a_newer_python_kindly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    assert dev.main(["test"]) == 1
    assert "Python 3.11" in capsys.readouterr().err


def test_help_names_every_command() -> None:
    asked = subprocess.run(
        [sys.executable, dev.__file__, "--help"], capture_output=True, text=True, check=True
    )

    for command in (*dev.AFTER_SETUP, *dev.ALONE):
        assert f"dev.py {command}" in asked.stdout


def test_the_lock_names_no_place_and_hashes_everything() -> None:
    pins = re.findall(r"(?m)^[a-z0-9].*", LOCK)

    assert not re.search(r"(?i)https?:|file:|--index|--find-links|--extra|/", LOCK)
    assert pins
    assert all(pin.endswith("\\") and "==" in pin for pin in pins)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"]]
    for group in project["dependency-groups"].values():
        asked += group

    for requirement in asked:
        match = re.match(r"[\w.-]+", requirement)
        assert match is not None
        name = re.sub(r"[-_.]+", "-", match[0]).lower()
        assert re.search(rf"(?m)^{re.escape(name)}==", LOCK), f"run: python3 dev.py lock ({name})"
