"""What each command does: ``run_`` and its name, from parsed options to an exit status.

Heavy imports stand inside the functions, so that opening the window never pays for a build.
"""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.envelope import Key, Passphrase, needs_passphrase, read_identity
from desktop.core.errors import BoligatlasError, ExportError, FileProblem, UsageError
from desktop.core.paths import data_folder, read_whole, resource, write_whole
from desktop.core.wording import _, number

if TYPE_CHECKING:
    from desktop.core.dataset import Dataset
    from desktop.maps.view import MapView

SELFTEST = ("selftest", "format-1.boligatlas")
_LEAST_PAINTED = 0.001  # of a picture of the window; a legend's swatch is a fifth of that
SELFTEST_KEY = ("selftest", "format-1.key")


def run_build(options: argparse.Namespace) -> int:
    """Build an extract and print its report."""
    _need_builder()
    from desktop.builder.build import build as build_extract

    passphrase = _first_line(options.passphrase_file) if options.passphrase_file else ""
    told = _Progress(sys.stderr.isatty() and not options.quiet)
    report = build_extract(
        options.recipe,
        options.out,
        recipients=options.recipient,
        passphrase=passphrase,
        sources=options.sources,
        report=told,
    )
    told.end()
    if options.report is not None:
        content = report.as_json().encode("utf-8")
        write_whole(options.report, lambda stream: stream.write(content))
    if not options.quiet:
        sys.stdout.write(report.as_text() + "\n")
    return 0


def run_inspect(options: argparse.Namespace) -> int:
    """Print what an extract holds; never a value."""
    data = _open(options)
    try:
        facts = _facts(data)
    finally:
        data.close()
    if options.json:
        plain = not (sys.stdout.encoding or "").lower().startswith("utf")
        sys.stdout.write(json.dumps(facts, ensure_ascii=plain, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(_told(facts)) + "\n")
    return 0


def run_map(options: argparse.Namespace) -> int:
    """Draw one map sheet."""
    suffix = options.out.suffix.lower()
    if suffix not in (".pdf", ".png"):
        raise UsageError(
            _("Filen skal ende på .pdf eller .png: {path}").format(path=options.out),
            hint=_("Endelsen bestemmer, hvad der tegnes."),
        )
    day = _day(options.date)
    data = _open(options)
    view = _asked_view(data, options)
    from desktop.maps.sheet import Paper, compose_sheet
    from desktop.reports.mapsheet import save_map_sheet

    paper = Paper[f"{options.paper}_{'UPRIGHT' if options.upright else 'ACROSS'}"]
    if suffix == ".pdf":
        save_map_sheet(options.out, data, view, paper=paper, plan=options.plan, day=day)
        return 0
    from desktop.reports.typefaces import width
    from desktop.ui.start import draw_without_screen

    draw_without_screen()
    from desktop.ui.picture import save_png

    save_png(
        options.out,
        compose_sheet(data, view, paper=paper, measure=width, day=day, plan=options.plan),
    )
    return 0


def run_example(options: argparse.Namespace) -> int:
    """Write the example municipality's source files and recipe."""
    _need_builder()
    from desktop.builder.example.generate import generate

    try:
        recipe = generate(options.folder)
    except (OSError, RuntimeError) as error:  # GDAL has words of its own for a full disk
        raise FileProblem(
            _("Eksemplet kunne ikke skrives i {folder}.").format(folder=options.folder),
            hint=_("Kontrollér, at der er plads på drevet, og at du må skrive der."),
        ) from error
    sys.stdout.write(f"{recipe}\n")
    return 0


def run_demo(options: argparse.Namespace) -> int:
    """Open the example municipality, made first if it is not there.

    Without a display, render the window and a map sheet and say where they are.
    """
    folder = (options.folder or data_folder() / "demo").absolute()
    extract, key_file = folder / "eksempelby.boligatlas", folder / "eksempelby.key"
    if not (extract.exists() and key_file.exists()):
        _make_demo(folder, extract, key_file)
    from desktop.ui.start import has_display, render, run

    if has_display():
        return run(extract, key_file)
    picture, sheet = render(extract, key_file, folder)
    sys.stdout.write(
        _("Her er ingen skærm. Vinduet er tegnet til {picture}\nog et kortark til {sheet}").format(
            picture=picture, sheet=sheet
        )
        + "\n"
    )
    return 0


def run_selftest(_options: argparse.Namespace) -> int:
    """Open the bundled extract, draw it, print it."""
    import tempfile

    from desktop.ui.start import render

    with tempfile.TemporaryDirectory() as folder:
        made = render(resource(*SELFTEST), resource(*SELFTEST_KEY), Path(folder))
        sizes = [path.stat().st_size for path in made]
        heads = [path.read_bytes()[:4] for path in made]
        painted = _classes_painted(made[0])
    if heads != [b"\x89PNG", b"%PDF"] or min(sizes) < 5_000 or not painted:
        raise ExportError(
            _("Selvtesten tegnede ikke, hvad den skulle."),
            hint=_("Programmet er ufuldstændigt installeret. Installér det igen."),
        )
    sys.stdout.write(_("Alt virker: åbnet, tegnet og trykt.") + "\n")
    return 0


def _classes_painted(picture: Path) -> bool:
    """Whether a picture of the window shows a map: every class covers more than its legend row."""
    from desktop.maps.palettes import SEQUENTIAL_1
    from desktop.ui.picture import colour_shares

    return min(colour_shares(picture, SEQUENTIAL_1)) > _LEAST_PAINTED


def run_keygen(options: argparse.Namespace) -> int:
    """Make a key file, readable by its owner alone, and print the recipient."""
    if options.file.exists():
        raise FileProblem(
            _("Filen findes allerede: {path}").format(path=options.file),
            hint=_("En nøgle overskrives aldrig. Vælg et andet navn."),
        )
    sys.stdout.write(_new_key_file(options.file) + "\n")
    return 0


def run_unseal(options: argparse.Namespace) -> int:
    """The child's side of opening with a passphrase; not for people."""
    from desktop.core.apart import main

    return main(options.file)


class _Progress:
    """Prints how far a build has come on one line of a terminal."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown

    def __call__(self, share: float, doing: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\033[K{round(share * 100):3d} %  {doing}")
            sys.stderr.flush()

    def end(self) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")


def _make_demo(folder: Path, extract: Path, key_file: Path) -> None:
    """The real way: source files, recipe, build. The build has a process of its own."""
    _need_builder()
    sys.stdout.write(_("Eksempelkommunen dannes i {folder} …").format(folder=folder) + "\n")
    sys.stdout.flush()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        from desktop.core.paths import cannot_write

        raise cannot_write(folder, error) from error
    recipient = _new_key_file(key_file)
    sources = folder / "kilder"
    recipe = sources / "eksempelby.toml"
    _child("example", str(sources))
    _child("build", str(recipe), "--out", str(extract), "--recipient", recipient, "--quiet")


def _need_builder() -> None:
    """Refuse where only the viewer is installed."""
    parts = ("desktop.builder", "geopandas", "openpyxl", "pyarrow")
    if not all(find_spec(part) for part in parts):
        raise UsageError(
            _("Denne installation er fremviseren; den kan ikke danne udtræk."),
            hint=_("Udtræk dannes hos dataforvalteren. Åbn et med »boligatlas FIL«."),
        )


def _child(*arguments: str) -> None:
    program = [sys.executable, *([] if getattr(sys, "frozen", False) else ["-m", "desktop"])]
    done = subprocess.run(
        [*program, *arguments],
        check=False,
        cwd=Path(__file__).resolve().parents[1],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if done.returncode:
        complaint = done.stderr.decode("utf-8", "replace").splitlines()
        told = {line.partition(": ")[0]: line.partition(": ")[2] for line in complaint}
        raise BoligatlasError(
            told.get("error", _("Eksemplet kunne ikke dannes.")), hint=told.get("hint", "")
        )


def _new_key_file(path: Path) -> str:
    """Write a new key file that nobody else may read, and return its recipient."""
    from desktop.core.envelope import new_identity

    identity, recipient = new_identity()
    content = f"# public key: {recipient}\n{identity.lines[0]}\n".encode()
    before = os.umask(0o077)
    try:
        write_whole(path, lambda stream: stream.write(content))
    finally:
        os.umask(before)
    return recipient


def _first_line(path: Path) -> str:
    try:
        lines = read_whole(path, limit=1 << 16).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise FileProblem(
            _("Filen med adgangssætningen er ikke UTF-8: {path}").format(path=path),
            hint=_("Gem den som ren tekst i UTF-8."),
        ) from error
    if not lines or not lines[0].strip():
        raise FileProblem(
            _("Filen med adgangssætningen er tom: {path}").format(path=path),
            hint=_("Skriv adgangssætningen på første linje."),
        )
    return lines[0]


def _key(options: argparse.Namespace) -> Key:
    if options.key is not None:
        return read_identity(options.key)
    if options.passphrase_file is not None:
        return Passphrase(_first_line(options.passphrase_file))
    if needs_passphrase(options.file) and sys.stdin.isatty():
        return Passphrase(getpass.getpass(_("Adgangssætning: ")))
    raise UsageError(
        _("Der mangler en nøgle til udtrækket."),
        hint=_("Angiv --key NØGLEFIL eller --passphrase-file FIL."),
    )


def _open(options: argparse.Namespace) -> Dataset:
    from desktop.core.extract import open_extract

    return open_extract(options.file, _key(options))


def _facts(data: Dataset) -> dict[str, Any]:
    """What an extract holds, as JSON says it."""
    manifest = data.manifest.to_rows()
    report = manifest.pop("report")
    return {
        "manifest": manifest,
        "levels": [
            {
                "id": level.id,
                "name": str(level.name),
                "areas": level.count,
                "details": len(data.tolerances(level.id)),
            }
            for level in data.levels
        ],
        "indicators": [
            {
                "id": indicator.id,
                "name": str(indicator.name),
                "unit": indicator.unit,
                "periods": {
                    level.id: (periods[0].code, periods[-1].code, len(periods))
                    for level in data.levels
                    if (periods := data.periods_of(indicator.id, level.id))
                },
            }
            for indicator in data.indicators
        ],
        "background": [background.kind for background in data.backgrounds()],
        "places": len(data.places),
        "efforts": len(data.efforts),
        "report": json.loads(report) if report else None,
    }


def _told(facts: dict[str, Any]) -> Iterator[str]:
    """The facts as lines to read."""
    for name, value in facts["manifest"].items():
        if value and name != "format":
            yield f"{name:18}  {str(value).replace(chr(10), '; ')}"
    yield ""
    yield _("Områdeniveauer")
    for level in facts["levels"]:
        yield f"  {level['id']:18}  {level['name']}, {number(level['areas'])}"
    yield ""
    yield _("Indikatorer")
    for indicator in facts["indicators"]:
        yield f"  {indicator['id']:22}  {indicator['name']}"
        for level, (first, last, count) in indicator["periods"].items():
            yield f"  {'':22}  {level}: {first}–{last} ({count})"


def _asked_view(data: Dataset, options: argparse.Namespace) -> MapView:
    from desktop.core.periods import parse as parse_period
    from desktop.maps.classes import OWN
    from desktop.maps.view import first_view

    view = first_view(data)
    level = data.level(options.level).id if options.level else view.level
    held = [indicator.id for indicator in data.indicators_of(level)]
    indicator = data.indicator(options.indicator).id if options.indicator else (*held, "")[0]
    periods = data.periods_of(indicator, level)
    if not periods:
        raise UsageError(
            _("Indikatoren har ingen tal på niveauet »{level}«.").format(level=level),
            hint=_("Vælg et andet niveau med --level."),
        )
    period = parse_period(options.period) if options.period else periods[-1]
    if period not in periods:
        raise UsageError(
            _("Indikatoren har ingen tal for {period}.").format(period=period.label),
            hint=_("Den har tal fra {first} til {last}.").format(
                first=periods[0].label, last=periods[-1].label
            ),
        )
    index = data.areas(level).index
    for code in options.select:
        if code not in index:
            raise UsageError(
                _("Området findes ikke på niveauet: {code}").format(code=code),
                hint=_("Koder er tekst, og nuller foran tæller med."),
            )
    view = replace(
        view,
        level=level,
        indicator=indicator,
        period=period,
        scheme=options.scheme,
        classes=options.classes,
        selected=tuple(options.select),
    )
    if options.bounds:
        return replace(view, scheme=OWN, own_bounds=_bounds(options.bounds))
    return view


def _bounds(text: str) -> tuple[float, ...]:
    try:
        bounds = tuple(float(part.replace(",", ".")) for part in text.split(";"))
    except ValueError:
        bounds = ()
    rising = list(bounds) == sorted(set(bounds)) and all(isfinite(bound) for bound in bounds)
    if not 1 <= len(bounds) <= 8 or not rising:
        raise UsageError(
            _("Grænserne kan ikke bruges: {text}").format(text=text),
            hint=_("Skriv 1-8 tal i stigende orden, adskilt af semikolon."),
        )
    return bounds


def _day(text: str | None) -> dt.date:
    if not text:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            _("Datoen kan ikke læses: {text}").format(text=text),
            hint=_("Skriv den som {example}.").format(example=dt.date.today().isoformat()),
        ) from error
