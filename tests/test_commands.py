"""What the commands do, on the bundled extract and on disks that refuse."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.core.envelope import new_identity, read_identity, seal, unseal
from desktop.core.paths import resource
from desktop.maps.palettes import SEQUENTIAL_1
from desktop.ui.picture import colour_shares

ROOT = Path(__file__).parents[1]
EXTRACT = resource("selftest", "format-1.boligatlas")
KEY = resource("selftest", "format-1.key")
OPENED = [str(EXTRACT), "--key", str(KEY)]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without a screen, and nobody's wishes."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    for name in ("BOLIGATLAS_LANGUAGE", "BOLIGATLAS_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def refused(capsys: Captured) -> Callable[..., str]:
    """Run a command that must be refused; what it says."""

    def run(*words: object) -> str:
        assert main([str(word) for word in words]) == 1
        heard = capsys.readouterr()
        assert heard.out == ""
        assert re.fullmatch(r"error: .+\n(hint: .+\n)?", heard.err), heard.err
        return heard.err

    return run


@pytest.fixture(scope="module")
def content() -> bytes:
    """What the bundled extract holds."""
    return bytes(unseal(EXTRACT, read_identity(KEY)))


def altered(content: bytes, statement: str, folder: Path) -> list[str]:
    """The words that open an extract in which one thing is otherwise."""
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    database.execute(statement)
    database.commit()
    changed = database.serialize()
    database.close()
    identity, recipient = new_identity()
    path, key = folder / "altered.boligatlas", folder / "altered.key"
    path.write_bytes(seal(changed, [recipient]))
    key.write_text(identity.lines[0])
    return [str(path), "--key", str(key)]


# Opening


def test_what_cannot_be_opened(refused: Callable[..., str], tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_text(new_identity()[0].lines[0])
    damaged = tmp_path / "damaged.boligatlas"
    bytes_ = bytearray(EXTRACT.read_bytes())
    bytes_[len(bytes_) // 2] ^= 1
    damaged.write_bytes(bytes_)
    short = tmp_path / "short.boligatlas"
    short.write_bytes(EXTRACT.read_bytes()[:-1000])
    sheet = tmp_path / "tal.xlsx"
    sheet.write_bytes(b"PK\x03\x04 and more")

    assert "forseglet til en anden" in refused("inspect", EXTRACT, "--key", other)
    assert "beskadiget" in refused("inspect", damaged, "--key", KEY)
    assert "beskadiget" in refused("inspect", short, "--key", KEY)
    assert "Office" in refused("inspect", sheet, "--key", KEY)
    assert "findes ikke" in refused("inspect", tmp_path / "none.boligatlas", "--key", KEY)
    assert "findes ikke" in refused("inspect", EXTRACT, "--key", tmp_path / "none.key")
    assert "mappe" in refused("inspect", tmp_path, "--key", KEY)
    assert "ingen nøgle" in refused("inspect", EXTRACT, "--key", sheet)
    assert "--key" in refused("inspect", EXTRACT)


def test_an_expired_extract(refused: Callable[..., str], content: bytes, tmp_path: Path) -> None:
    statement = "UPDATE manifest SET value = '2020-06-30' WHERE key = 'delete_by'"
    words = altered(content, statement, tmp_path)
    for command in (["inspect", *words], ["map", *words, "--out", tmp_path / "x.pdf"]):
        assert "30-06-2020" in refused(*command)
    assert not (tmp_path / "x.pdf").exists()


def test_an_extract_of_a_later_format(
    refused: Callable[..., str], content: bytes, tmp_path: Path
) -> None:
    words = altered(content, "UPDATE manifest SET value = '9' WHERE key = 'format'", tmp_path)
    assert "nyere format" in refused("inspect", *words)


@pytest.mark.slow
def test_a_passphrase(
    refused: Callable[..., str], content: bytes, tmp_path: Path, capsys: Captured
) -> None:
    path, words = tmp_path / "sealed.boligatlas", tmp_path / "words.txt"
    path.write_bytes(seal(content, [], "blå grød på øen"))
    words.write_bytes("\ufeffblå grød på øen\r\n".encode())
    assert main(["inspect", str(path), "--passphrase-file", str(words), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["manifest"]["municipality_code"] == "0999"

    words.write_text("rød grød på øen", "utf-8")
    assert "passer ikke" in refused("inspect", path, "--passphrase-file", words)


def test_a_file_that_holds_no_passphrase(refused: Callable[..., str], tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_bytes("blå grød".encode("latin-1"))
    assert "UTF-8" in refused("inspect", EXTRACT, "--passphrase-file", words)
    words.write_bytes("blå grød".encode("utf-16"))
    assert "UTF-8" in refused("inspect", EXTRACT, "--passphrase-file", words)
    words.write_bytes(b"\n\nlater")
    assert "tom" in refused("inspect", EXTRACT, "--passphrase-file", words)


# Inspecting


def test_inspect_tells_what_there_is(capsys: Captured) -> None:
    assert main(["inspect", *OPENED]) == 0
    said = capsys.readouterr().out
    for words in ("Eksempelby Kommune", "boligomraade", "udenfor_16_66", "2024K2–2026K2 (9)"):
        assert words in said


def test_inspect_as_json(capsys: Captured) -> None:
    assert main(["inspect", *OPENED, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["manifest"]["format"] == "1"
    assert {name: value for name, value in facts["levels"][1].items() if name != "details"} == {
        "id": "distrikt",
        "name": "Distrikt",
        "areas": 12,
    }
    assert facts["indicators"][0]["periods"]["distrikt"] == ["2024K2", "2026K2", 9]


# Maps


@pytest.mark.parametrize("suffix", ["pdf", "PDF", "png"])
def test_the_same_call_gives_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    made = []
    for name in ("first", "second"):
        out = tmp_path / f"{name}.{suffix}"
        words = ["--indicator", "udenfor_16_66", "--period", "2026K1", "--level", "boligomraade"]
        words += ["--scheme", "quantiles", "--classes", "4", "--date", "2026-11-23"]
        assert main(["map", *OPENED, *words, "--out", str(out)]) == 0
        made.append(out.read_bytes())
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF" if suffix.lower() == "pdf" else b"\x89PNG")
    assert len(made[0]) > 20_000


def test_a_map_replaces_an_older_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "kort.pdf"
    out.write_text("older")
    assert main(["map", *OPENED, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert list(tmp_path.glob("*kort*")) == [out]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--indicator", "udenfor_16_67"], "Mente du »udenfor_16_66«?"),
        (["--indicator", "zzz"], "Der er: "),
        (["--level", "distrikter"], "Mente du »distrikt«?"),
        (["--period", "1999K1"], "Den har tal fra "),
        (["--period", "snart"], "snart"),
        (["--bounds", "3;2"], "stigende orden"),
        (["--bounds", "mange"], "stigende orden"),
        (["--bounds", "nan"], "stigende orden"),
        (["--bounds", "1;inf"], "stigende orden"),
        (["--select", "000"], "000"),
        (["--date", "31-12-2026"], "31-12-2026"),
    ],
)
def test_a_map_that_cannot_be_drawn(
    words: list[str], told: str, refused: Callable[..., str], tmp_path: Path
) -> None:
    out = tmp_path / "kort.pdf"
    assert told in refused("map", *OPENED, *words, "--out", out)
    assert not out.exists()


def test_an_indicator_without_numbers_on_the_level(
    refused: Callable[..., str], content: bytes, tmp_path: Path
) -> None:
    words = altered(content, "DELETE FROM series WHERE level = 'distrikt'", tmp_path)
    out = tmp_path / "kort.pdf"
    for more in (["--indicator", "bef_antal"], []):
        assert "distrikt" in refused("map", *words, *more, "--level", "distrikt", "--out", out)


def test_where_a_map_cannot_be_written(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "file").touch()
    assert ".pdf eller .png" in refused("map", *OPENED, "--out", tmp_path / "kort.svg")
    assert ".pdf eller .png" in refused("map", *OPENED, "--out", tmp_path / "kort")
    assert "findes ikke" in refused("map", *OPENED, "--out", tmp_path / "none" / "kort.pdf")
    assert "kan ikke skrives" in refused("map", *OPENED, "--out", tmp_path / "folder.pdf")
    assert "kan ikke skrives" in refused("map", *OPENED, "--out", tmp_path / "file" / "kort.png")
    left = {path.name for path in tmp_path.iterdir()} - {"own settings"}
    assert left == {"file", "folder.pdf"}


def on_a_disk(options: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The program with a disk of its own mounted on a folder, seen by nobody else."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("only root may mount a disk of its own")
    mount = f"mount -t tmpfs -o {options} tmpfs '{folder}' || exit 77; exec \"$@\""
    command = ["unshare", "--mount", "sh", "-c", mount, "sh", sys.executable, "-m", "desktop"]
    ended = subprocess.run(
        [*command, *words], cwd=ROOT, check=False, capture_output=True, text=True, timeout=300
    )
    if ended.returncode == 77 or "unshare" in ended.stderr:
        pytest.skip(f"no disk of its own: {ended.stderr}")
    return ended


@pytest.mark.parametrize("words", [["map", *OPENED, "--out"], ["keygen"], ["example"]])
@pytest.mark.parametrize(("options", "told"), [("ro", ""), ("size=4k", "plads")])
def test_disks_that_refuse(words: list[str], options: str, told: str, tmp_path: Path) -> None:
    if words == ["keygen"] and told:
        pytest.skip("a key always finds room")
    ended = on_a_disk(options, tmp_path, *words, str(tmp_path / "made.pdf"))
    assert ended.returncode == 1
    assert re.fullmatch(r"error: .+\n(hint: .+\n)?", ended.stderr), ended.stderr
    assert told in ended.stderr


# Keys


def test_a_key_file_is_for_its_owner_alone(
    tmp_path: Path, capsys: Captured, refused: Callable[..., str]
) -> None:
    path = tmp_path / "min.key"
    assert main(["keygen", str(path)]) == 0
    recipient = capsys.readouterr().out.strip()
    assert recipient.startswith("age1")
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sealed = tmp_path / "sealed"
    sealed.write_bytes(seal(b"word", [recipient]))
    assert bytes(unseal(sealed, read_identity(path))) == b"word"

    before = path.read_bytes()
    assert "findes allerede" in refused("keygen", path)
    assert path.read_bytes() == before


# Building


def test_a_build_that_is_refused(refused: Callable[..., str], tmp_path: Path) -> None:
    recipe, out = tmp_path / "recipe.toml", tmp_path / "made.boligatlas"
    _identity, recipient = new_identity()
    assert "findes ikke" in refused("build", recipe, "--out", out, "--recipient", recipient)
    recipe.write_bytes(b'title = "\xff"')
    refused("build", recipe, "--out", out, "--recipient", recipient)
    refused("build", recipe, "--out", out)
    refused("build", recipe, "--out", out, "--recipient", "age1nobody")
    assert not out.exists()


@pytest.mark.parametrize("command", [["build", "x.toml", "--out", "y"], ["example", "x"], ["demo"]])
def test_the_viewer_alone_builds_nothing(
    command: list[str],
    refused: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("desktop.commands.making.find_spec", lambda name: None)
    assert "fremviseren" in refused(*command)
    assert list(tmp_path.iterdir()) == []


# The whole way


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "desktop", *words],
        cwd=ROOT,
        env={**os.environ, **variables},
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=590,
    )


def test_the_selftest_leaves_nothing_behind(tmp_path: Path) -> None:
    ended = run("selftest", TMPDIR=str(tmp_path))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_demo_without_a_screen(tmp_path: Path) -> None:
    """Files, recipe, build, window and sheet; the second time nothing is built."""
    if importlib.util.find_spec("geopandas") is None:
        pytest.skip("only the viewer is installed")
    folder = tmp_path / "vores demo"
    ended = run("demo", "--folder", str(folder))
    assert ended.returncode == 0, ended.stderr
    picture, sheet = folder / "boligatlas.png", folder / "boligatlas.pdf"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert sheet.read_bytes().startswith(b"%PDF")
    # The map is there too: every class covers far more of the picture than its legend row does.
    assert min(colour_shares(picture, SEQUENTIAL_1)) > 0.005
    assert str(picture) in ended.stdout
    assert str(sheet) in ended.stdout

    built = [path for path in folder.rglob("*") if path.is_file() and path not in (picture, sheet)]
    dates = {path: path.stat().st_mtime_ns for path in built}
    assert folder / "eksempelby.boligatlas" in dates
    picture.unlink()
    ended = run("demo", "--folder", str(folder))
    assert ended.returncode == 0, ended.stderr
    assert picture.exists()
    assert {path: path.stat().st_mtime_ns for path in built} == dates
    assert "dannes" not in ended.stdout


def test_a_demo_that_cannot_be_put_anywhere(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = run("demo", "--folder", str(tmp_path / "file" / "demo"))
    assert ended.returncode == 1
    assert re.fullmatch(r"error: .+\nhint: .+\n", ended.stderr), ended.stderr
