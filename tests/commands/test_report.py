"""``boligatlas report``: kinds, files that are whole or not there, and refusals in words."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from desktop.cli import main
from desktop.core.exportlog import LOG, verify
from desktop.core.paths import data_folder, resource
from desktop.reports.kinds import KINDS

EXTRACT = resource("selftest", "format-1.boligatlas")
KEY = resource("selftest", "format-1.key")
OPENED = [str(EXTRACT), "--key", str(KEY), "--date", "2026-11-23"]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOLIGATLAS_SETTINGS", str(tmp_path / "settings"))


@pytest.fixture
def refused(capsys: Captured) -> Callable[..., str]:
    """Run a report that must be refused; what it says."""

    def run(*words: object) -> str:
        assert main(["report", *OPENED, *(str(word) for word in words)]) == 1
        heard = capsys.readouterr()
        assert heard.out == ""
        assert re.match(r"error: .+\nhint: .+", heard.err), heard.err
        return heard.err

    return run


def test_without_a_kind_it_tells_which_there_are(capsys: Captured) -> None:
    assert main(["report", str(EXTRACT)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(KINDS)


def test_a_profile_is_one_file_that_says_what_it_is(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "fjordparken.pdf"
    words = ["--kind", "profile", "--area", "Fjordparken", "--plan", "Fjordparken 2025"]
    assert main(["report", *OPENED, *words, "--out", str(out)]) == 0
    assert re.search(r"fjordparken\.pdf: \d sider, kontrolleret og ", capsys.readouterr().out)
    with pikepdf.open(out) as pdf:
        assert "Fjordparken" in str(pdf.docinfo.Title)
        assert 2 <= len(pdf.pages) <= 4
    (entry,) = (data_folder() / LOG).read_text("utf-8").splitlines()
    assert json.loads(entry)["kind"] == "profile"
    assert verify(data_folder() / LOG) == ()


def test_the_same_words_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    words = ["--kind", "standard", "--area", "Fjordparken", "--area", "Fyrparken"]
    made = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        out = tmp_path / f"{seed}.pdf"
        subprocess.run(
            [sys.executable, "-m", "desktop", "report", *OPENED, *words, "--out", str(out)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
        )
        made.append(out.read_bytes())
    assert made[0] == made[1]


def test_a_file_for_each_area(tmp_path: Path, capsys: Captured) -> None:
    words = ["--kind", "profile", "--area", "Fjordparken", "--area", "Fyrparken", "--each"]
    assert main(["report", *OPENED, *words, "--out", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert len(list(tmp_path.glob("profile-*.pdf"))) == 2


def test_a_template_of_ones_own_and_settings_of_chapters(tmp_path: Path) -> None:
    template = tmp_path / "vores.toml"
    template.write_text(
        'id = "vores"\nname = "Vores"\ncolour = "#7A2E4D"\n'
        '[[chapter]]\nid = "map-sheets"\nper_page = 2\n',
        "utf-8",
    )
    out = tmp_path / "vores.pdf"
    words = ["--indicator", "udenfor_16_66", "--indicator", "underretning", "--across"]
    words += ["--template", str(template), "--option", "per_page=1", "--paper", "A3"]
    assert main(["report", *OPENED, *words, "--out", str(out)]) == 0
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 2
        assert [round(float(each)) for each in pdf.pages[0].mediabox] == [0, 0, 1191, 842]


def test_a_template_that_leaks_gives_no_file(tmp_path: Path, refused: Callable[..., str]) -> None:
    template = tmp_path / "lækker.toml"
    template.write_text(
        'id = "x"\nname = "X"\n[[chapter]]\nid = "words"\ntitle = "Indledning"\n'
        'text = ["I Fjordparken er 3 unge sigtet."]\n',
        "utf-8",
    )
    out = tmp_path / "x.pdf"
    said = refused("--template", template, "--out", out)
    assert "ikke gemt" in said
    assert "Side 1" in said
    assert not out.exists()
    assert not (data_folder() / LOG).exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--kind", "profil"], "profile"),
        (["--kind", "profile", "--area", "Fjordparke"], "Fjordparken"),
        (["--kind", "profile", "--indicator", "udenfor"], "udenfor"),
        (["--kind", "profile", "--period", "1990K1"], "1990"),
        (["--kind", "profile", "--since", "2030K1"], "2030"),
        (["--kind", "quarterly", "--period", "2026K3"], "2. kvartal 2026"),
        (["--area", "Fjordparken"], "profile"),
        (["--kind", "profile", "--level", "rode"], "rode"),
        (["--kind", "profile", "--option", "perpage=2"], "perpage"),
        (["--kind", "maps", "--option", "per_page"], "per_page"),
        (["--kind", "profile", "--model", "soekk"], "soek"),
        (["--template", "findes-ikke.toml"], "findes-ikke.toml"),
        (["--kind", "plan", "--plan-file", "findes-ikke.toml"], "findes-ikke.toml"),
    ],
)
def test_what_cannot_be_is_said(
    words: list[str], told: str, tmp_path: Path, refused: Callable[..., str]
) -> None:
    assert told in refused(*words, "--out", tmp_path / "x.pdf")
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize(
    ("out", "told"), [("x.docx", ".pdf"), ("findes/ikke/x.pdf", "findes"), (None, "--out")]
)
def test_where_a_report_cannot_be_written(
    out: str | None, told: str, tmp_path: Path, refused: Callable[..., str]
) -> None:
    where = [] if out is None else ["--out", tmp_path / out]
    assert told in refused("--kind", "profile", "--area", "Fjordparken", *where)


def test_a_plan_is_not_documented_area_by_area(tmp_path: Path, refused: Callable[..., str]) -> None:
    words = ["--kind", "plan", "--plan", "Øst", "--area", "Fjordparken", "--each"]
    assert "som helhed" in refused(*words, "--out", tmp_path)


def test_each_needs_a_folder(tmp_path: Path, refused: Callable[..., str]) -> None:
    assert "Mappen" in refused("--kind", "profile", "--each", "--out", tmp_path / "ingen")


def test_who_is_killed_leaves_the_older_file_and_no_half_one(tmp_path: Path) -> None:
    out = tmp_path / "alle.pdf"
    out.write_bytes(b"older")
    for wait in (0.6, 1.4):
        child = subprocess.Popen(
            [
                *(sys.executable, "-m", "desktop", "report", *OPENED, "--kind", "profile"),
                *("--out", str(out)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert out.read_bytes() == b"older"
        assert [path.name for path in tmp_path.glob("*.pdf")] == ["alle.pdf"]
