"""The command line as people and scripts meet it: what it says, and how it ends."""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop import __version__, cli
from desktop.cli import main, parser_of, summaries
from desktop.core.envelope import new_identity
from desktop.core.paths import resource
from desktop.maps.classes import CLASS_COUNTS
from desktop.ui.mainwindow import MainWindow

ROOT = Path(__file__).parents[1]
EXTRACT = str(resource("selftest", "format-1.boligatlas"))
KEY = str(resource("selftest", "format-1.key"))
COMMANDS = [
    "build", "inspect", "indicators", "measures", "values", "compare", "cross", "trend", "warnings",
    "categories", "models", "map", "report", "example", "demo", "selftest", "keygen",
]  # fmt: skip
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without a screen, and nobody's wishes."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("BOLIGATLAS_LANGUAGE", raising=False)
    monkeypatch.delenv("BOLIGATLAS_DEBUG", raising=False)


def run(
    *words: str | bytes, out: int = subprocess.PIPE, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own, with variables beside the environment's."""
    return subprocess.run(
        [sys.executable, "-m", "desktop", *words],
        cwd=ROOT,
        env={**os.environ, **variables},
        check=False,
        timeout=300,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
    )


def shell(line: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a shell's line, as ``$B``."""
    program = f"{sys.executable} -m desktop"
    return subprocess.run(
        ["sh", "-c", line.replace("$B", program)],
        cwd=ROOT,
        check=False,
        timeout=300,
        capture_output=True,
    )


def assert_kind(said: str) -> None:
    """A problem in one line, perhaps a hint in another, and nothing of the program's insides."""
    assert re.fullmatch(r"error: .+\n(hint: .+\n)?", said), said
    assert "Traceback" not in said


# Help


def test_help_lists_every_command_with_a_line(capsys: Captured) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert list(summaries()) == COMMANDS
    for name, summary in summaries().items():
        assert re.search(rf"^  {name} +{re.escape(summary)}$", said, re.MULTILINE)
    assert "_unseal" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["values", EXTRACT, "--indicator", ""], "en værdi er tom"),
        (["values", EXTRACT, "--level="], "en værdi er tom"),
        (["inspect", " "], "en værdi er tom"),
        (["inspect", EXTRACT, "--json=1"], "tager ikke værdien '1'"),
    ],
)
def test_what_is_left_empty_is_not_taken_for_nothing_said(
    words: list[str], said: str, capsys: Captured
) -> None:
    assert main(words) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_argument_has_help(command: str) -> None:
    parser = parser_of(command)
    assert parser.description
    for action in parser._actions:
        assert action.help and action.help != argparse.SUPPRESS, action.dest


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: Captured) -> None:
    assert main([command, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"brug: boligatlas {command} ")
    assert "options" not in said
    assert "usage" not in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str) -> None:
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8") if readme.exists() else ""
    section = re.search(r"^## Command line$(.*?)(^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if section is None:
        pytest.skip("README.md has no section on the command line")
    assert re.search(rf"boligatlas {command}\b", section[1])


def test_the_version(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"Boligatlas {__version__}\n"


def test_the_numbers_of_classes_are_those_that_maps_have() -> None:
    (classes,) = (each for each in parser_of("map")._actions if each.dest == "classes")
    assert classes.choices == CLASS_COUNTS


# Misused


@pytest.mark.parametrize(
    "words",
    [
        ["map", EXTRACT, "--out", "x.pdf", "--classes", "2"],
        ["map", EXTRACT, "--out", "x.pdf", "--classes", "10"],
        ["map", EXTRACT, "--out", "x.pdf", "--classes", "mange"],
        ["map", EXTRACT, "--out", "x.pdf", "--scheme", "jenks"],
        ["map", EXTRACT],
        ["inspect"],
        ["inspect", EXTRACT, "--jso"],
        ["build", "recipe.toml"],
        ["keygen", "a", "b"],
        ["selftest", "more"],
        ["--key", "file.key"],
        ["mapp"],
        ["--colour"],
        ["one.boligatlas", "two.boligatlas"],
    ],
)
def test_misuse_ends_with_2(words: list[str], capsys: Captured) -> None:
    assert main(words) == 2
    heard = capsys.readouterr()
    assert heard.out == ""
    assert_kind(heard.err)
    assert "--help" in heard.err


def test_misuse_is_told_in_danish(capsys: Captured) -> None:
    main(["map", EXTRACT, "--out", "x.pdf", "--classes", "12"])
    assert "kan ikke være 12; vælg mellem 3, 4" in capsys.readouterr().err
    main(["build"])
    assert "der mangler: OPSKRIFT, --out" in capsys.readouterr().err


# Refused


def test_what_was_not_foreseen_is_told_in_a_sentence(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_options: argparse.Namespace) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("desktop.commands.keygen.run", broken)
    assert main(["keygen", "x"]) == 1
    said = capsys.readouterr().err
    assert_kind(said)
    assert "BOLIGATLAS_DEBUG" in said

    monkeypatch.setenv("BOLIGATLAS_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["keygen", "x"])


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "plads"),
        (OSError(5, "Input/output error", "/x"), "Input/output error: /x"),
        (MemoryError(), "hukommelse"),
        (KeyboardInterrupt(), "Afbrudt"),
        (EOFError(), "Afbrudt"),
    ],
)
def test_what_the_system_refuses(
    error: BaseException, words: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_options: argparse.Namespace) -> int:
        raise error

    monkeypatch.setattr("desktop.commands.keygen.run", refused)
    assert main(["keygen", "x"]) == 1
    said = capsys.readouterr().err
    assert_kind(said)
    assert words in said


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_no_screen(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    said = capsys.readouterr().err
    assert_kind(said)
    assert "skærm" in said


def test_the_window_gets_the_file_and_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def run(*given: object) -> int:
        asked.append(given)
        return 0

    monkeypatch.setattr("desktop.ui.start.run", run)
    assert main([]) == 0
    assert main(["a.boligatlas"]) == 0
    assert main(["a.boligatlas", "--key", "a.key"]) == 0
    assert asked == [
        (None, None),
        (Path("a.boligatlas"), None),
        (Path("a.boligatlas"), Path("a.key")),
    ]


def test_ctrl_c_ends_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    during = []

    def run(*_given: object) -> int:
        during.append(signal.getsignal(signal.SIGINT))
        return 0

    monkeypatch.setattr("desktop.ui.start.run", run)
    before = signal.getsignal(signal.SIGINT)
    main([])
    assert during == [signal.SIG_DFL]
    assert signal.getsignal(signal.SIGINT) is before


# The language


def test_english_where_it_has_been_compiled(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalog("en")
    catalogue.add("tegn et kortark som PDF eller PNG", "draw a map sheet as PDF or PNG")
    compiled = tmp_path / "translations" / "en" / "LC_MESSAGES" / "boligatlas.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as stream:
        write_mo(stream, catalogue)
    monkeypatch.setattr("desktop.core.paths.resource", tmp_path.joinpath)
    monkeypatch.setenv("BOLIGATLAS_LANGUAGE", "en")
    assert main(["map", "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: ")
    assert "Draw a map sheet as PDF or PNG." in said
    assert main(["map"]) == 2
    assert "the following arguments are required" in capsys.readouterr().err


def test_the_compiled_english_reaches_the_commands() -> None:
    if not list(resource("translations").glob("en/**/boligatlas.mo")):
        pytest.skip("no English has been compiled")
    danish = run("--help")
    english = run("--help", BOLIGATLAS_LANGUAGE="en")
    assert b"kommandoer:" in danish.stdout
    assert b"kommandoer:" not in english.stdout


# In a process of its own


def test_words_that_are_not_utf8_are_told_as_they_can_be() -> None:
    ended = run("inspect", b"/nowhere/\xff\xfe.boligatlas", "--key", KEY)
    assert ended.returncode == 1
    assert_kind(ended.stderr.decode("ascii", "backslashreplace"))


def test_a_terminal_without_danish_letters() -> None:
    told = run("inspect", EXTRACT, "--key", KEY, PYTHONIOENCODING="ascii")
    assert told.returncode == 0
    assert b"Boligomr\\xe5de, 177" in told.stdout

    plain = run("inspect", EXTRACT, "--key", KEY, "--json", PYTHONIOENCODING="ascii")
    assert rb"Boligomr\u00e5de" in plain.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows closes pipes otherwise")
def test_nobody_listens() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = run("inspect", EXTRACT, "--key", KEY, "--json", out=writer)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (1, b"")


@pytest.mark.skipif(os.name == "nt", reason="a Unix shell")
def test_closed_streams() -> None:
    assert shell(f"$B inspect {EXTRACT} --key {KEY} >&-").returncode == 0
    ended = shell("$B inspect /nowhere --key /nowhere >&- 2>&-")
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, b"", b"")
    assert shell("$B --version <&-").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output() -> None:
    ended = shell(f"$B inspect {EXTRACT} --key {KEY} >/dev/full")
    assert ended.returncode == 1
    assert_kind(ended.stderr.decode())
    assert "plads" in ended.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="Windows knows every user's home")
def test_a_user_without_a_home() -> None:
    before = "import os, pathlib, sys; del os.environ['HOME'], os.environ['BOLIGATLAS_SETTINGS']\n"
    unknown = "import pwd; pwd.getpwuid = lambda uid: {}[uid]\n"
    probe = f"{before}{unknown}from desktop.cli import main; sys.exit(main(['selftest']))"
    ended = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=ROOT,
        env={"HOME": "/", **os.environ},
        check=False,
        capture_output=True,
        timeout=300,
    )
    assert (ended.returncode, ended.stderr.decode()) == (0, "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_ctrl_c(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # A shell that runs the tests in the background has its children ignore Ctrl-C.
    start = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from desktop.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", start, "inspect", EXTRACT, "--key", str(pipe)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        with pipe.open("wb"):  # waits until the program reads
            child.send_signal(signal.SIGINT)
            out, told = child.communicate(timeout=60)
    finally:
        child.kill()
    assert (child.returncode, out, told.decode()) == (1, b"", "error: Afbrudt.\n")


def test_commands_are_parsed_without_the_libraries_they_need() -> None:
    """The help and a misuse are told at once."""
    probe = (
        "import sys; from desktop.cli import main; main(['--help']); main(['map'])\n"
        "heavy = {'numpy', 'PySide6', 'pandas', 'reportlab'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, check=False, capture_output=True, timeout=300
    )
    assert ended.returncode == 0, ended.stderr.decode()


def test_the_parser_still_says_what_is_translated() -> None:
    """The Danish of the parser hangs on the English that Python's own uses."""
    source = Path(argparse.__file__).read_text("utf-8")
    for text in cli._PARSER_WORDS:
        assert f"'{text}'" in source or f'"{text}"' in source, text


# The window at start


@pytest.mark.qt_log_ignore("does not support propagateSizeHints")
@pytest.mark.parametrize("what", ["damaged", "of another key", "missing"])
def test_an_extract_that_cannot_be_opened_at_start(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    """The window comes all the same, and says why it is empty."""
    path, key = tmp_path / "x.boligatlas", tmp_path / "x.key"
    content = bytearray(Path(EXTRACT).read_bytes())
    content[len(content) // 2] ^= what == "damaged"
    if what != "missing":
        path.write_bytes(content)
    own = new_identity()[0].lines[0] if what == "of another key" else Path(KEY).read_text()
    key.write_text(own)
    told: list[str] = []

    def for_a_moment(_app: object = None) -> int:
        qapp.processEvents()
        boxes = [each for each in qapp.topLevelWidgets() if isinstance(each, QMessageBox)]
        for box in filter(QMessageBox.isVisible, boxes):
            told.append(f"{box.text()} {box.informativeText()}")
            box.close()
        shown = [each for each in qapp.topLevelWidgets() if isinstance(each, MainWindow)]
        assert any(window.isVisible() for window in shown)
        for window in shown:
            window.close()
        return 0

    monkeypatch.setattr(QApplication, "exec", for_a_moment)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # the window sets its own
    assert main([str(path), "--key", str(key)]) == 0
    (words,) = told
    assert {"damaged": "beskadiget", "of another key": "en anden", "missing": "findes ikke"}[
        what
    ] in words
