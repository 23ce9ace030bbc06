"""``boligatlas report``: a report as PDF, checked before it gets its name."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.opening import add_opening, open_named
from desktop.core.errors import UsageError
from desktop.core.wording import _, plural

if TYPE_CHECKING:
    from desktop.core.dataset import Dataset
    from desktop.core.periods import Period
    from desktop.maps.paper import Paper
    from desktop.reports.asked import Asked, Template
    from desktop.reports.making import Progress, Saved
    from desktop.reports.planfile import Plan

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # of files, on any system


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from desktop.reports.kinds import KINDS

    add_opening(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--kind", metavar=_("SLAGS"), help=", ".join(KINDS))
    which.add_argument(
        "--template", type=Path, metavar=_("FIL"), help=_("en skabelon af egen slags")
    )
    parser.add_argument("--level", metavar="ID", help=_("områdeniveau; ellers det første"))
    parser.add_argument(
        "--area",
        action="append",
        default=[],
        metavar=_("KODE"),
        help=_("et områdes kode eller navn; kan gentages; ellers alle"),
    )
    parser.add_argument(
        "--within",
        metavar=_("NAVN"),
        help=_("områderne i en boligorganisation, en sektor eller et større område"),
    )
    parser.add_argument(
        "--indicator",
        action="append",
        default=[],
        metavar="ID",
        help=_("en indikators id; kan gentages; ellers skabelonens egne"),
    )
    parser.add_argument("--set", metavar="ID", help=_("et sæt af indikatorer fra kataloget"))
    parser.add_argument(
        "--period",
        action="append",
        default=[],
        metavar=_("PERIODE"),
        help=_("fx 2026K2; ellers den nyeste; gentaget: alle perioderne i et atlas"),
    )
    parser.add_argument(
        "--since", metavar=_("PERIODE"), help=_("udviklingen fortælles fra denne periode")
    )
    parser.add_argument("--model", default="", metavar="ID", help=_("kategoriseringsmodel"))
    parser.add_argument(
        "--by",
        default="sector",
        choices=("sector", "organisation"),
        help=_("hvad der holdes op mod hinanden"),
    )
    parser.add_argument("--plan", default="", metavar=_("NAVN"), help=_("helhedsplanens navn"))
    parser.add_argument(
        "--plan-file",
        type=Path,
        metavar=_("FIL"),
        help=_("helhedsplanens fil med mål og indsatser"),
    )
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar=_("NAVN=VÆRDI"),
        help=_("en indstilling af kapitlerne, fx shows=change eller per_page=4; kan gentages"),
    )
    parser.add_argument("--paper", choices=("A4", "A3"), help=_("ellers skabelonens"))
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--upright", action="store_true", help=_("stående sider"))
    ways.add_argument("--across", action="store_true", help=_("liggende sider"))
    parser.add_argument(
        "--date", metavar=_("DATO"), help=_("datoen på rapporten (åååå-mm-dd); ellers i dag")
    )
    parser.add_argument(
        "--each",
        action="store_true",
        help=_("en fil for hvert område; --out er så en mappe"),
    )
    parser.add_argument("--out", type=Path, metavar=_("FIL"), help=_("PDF-filen"))


def run(options: argparse.Namespace) -> int:
    """Make a report, or tell which kinds there are where none is asked for."""
    from desktop.reports.kinds import KINDS
    from desktop.reports.templates import load_template, shipped, shipped_template, with_options

    if options.kind is None and options.template is None:
        if options.out is not None:
            raise UsageError(
                _("Der mangler en slags rapport."),
                hint=_("Vælg med --kind mellem {names}.").format(names=", ".join(KINDS)),
            )
        for template in shipped():
            print(f"{template.id:14}{template.name}: {template.sentence}")
        return 0
    template = (
        load_template(options.template)
        if options.template is not None
        else shipped_template(options.kind)
    )
    template = with_options(template, dict(_pair(each) for each in options.option))
    _check_target(options)
    data = open_named(options)
    asked = _asked(data, template, options)
    if options.each:
        return _each(asked, options.out)
    _say(options.out, _save(asked, options.out))
    return 0


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise UsageError(
            _("»{text}« er ingen indstilling.").format(text=written),
            hint=_("Skriv navn=værdi, fx per_page=4."),
        )
    return name.strip(), value.strip()


def _check_target(options: argparse.Namespace) -> None:
    if options.out is None:
        raise UsageError(
            _("Der mangler et navn til filen."),
            hint=_("Angiv --out FIL.pdf, eller --each og en mappe."),
        )
    if options.each:
        if not options.out.is_dir():
            raise UsageError(
                _("Mappen findes ikke: {path}").format(path=options.out),
                hint=_("Opret den først, eller vælg en anden."),
            )
    elif options.out.suffix.lower() != ".pdf":
        raise UsageError(
            _("Filen skal ende på .pdf: {path}").format(path=options.out),
            hint=_("En rapport skrives kun som PDF."),
        )


def _asked(data: Dataset, template: Template, options: argparse.Namespace) -> Asked:
    import numpy as np

    from desktop.commands.asking import day_of, position_of, within_of
    from desktop.core.periods import parse
    from desktop.reports.asking import asked_for

    plan = _plan(data, options.plan_file)
    level = data.level(options.level or (plan.level if plan is not None else data.levels[0].id)).id
    areas = [position_of(data, level, each) for each in options.area]
    if options.within:
        inside = np.flatnonzero(within_of(data, options, level)).tolist()
        areas = [at for at in areas if at in inside] if areas else inside
    periods: list[Period] = [parse(each) for each in options.period]
    return asked_for(
        data,
        template,
        level=level,
        areas=areas,
        indicators=_indicators(data, level, options),
        period=periods[-1] if periods else None,
        since=parse(options.since) if options.since else None,
        periods=periods,
        model=options.model,
        by=options.by,
        plan=plan,
        plan_name=options.plan,
        day=day_of(options.date),
        paper=_paper(template, options),
    )


def _plan(data: Dataset, path: Path | None) -> Plan | None:
    if path is None:
        return None
    from desktop.reports.planfile import read_plan

    return read_plan(path, data)


def _indicators(data: Dataset, level: str, options: argparse.Namespace) -> list[str]:
    chosen: list[str] = list(options.indicator)
    if options.set:
        from desktop.core.catalogue import read_reference

        held = {each.id for each in data.indicators_of(level)}
        chosen += [id for id in read_reference().set(options.set).indicators if id in held]
    return chosen


def _paper(template: Template, options: argparse.Namespace) -> Paper:
    from desktop.maps.paper import Paper

    size = options.paper or template.paper.value[:2].upper()
    upright = options.upright or (template.paper.upright and not options.across)
    return Paper[f"{size}_{'UPRIGHT' if upright else 'ACROSS'}"]


def _save(asked: Asked, path: Path) -> Saved:
    from desktop.reports.making import make_report, save_report

    told = _Telling() if sys.stderr.isatty() else None
    if told is None:
        return save_report(path, make_report(asked), asked)
    return save_report(path, make_report(asked, progress=told), asked, progress=told)


class _Telling:
    """Says on one line of the terminal how far a report is."""

    def __call__(self, progress: Progress) -> None:
        left = ""
        if progress.left == progress.left and progress.left >= 2:
            left = _(" · ca. {seconds} s tilbage").format(seconds=round(progress.left))
        line = f"{progress.done}/{progress.total} {progress.name}{left}"
        end = "\n" if progress.done == progress.total else ""
        print(f"\r\x1b[K{line[:100]}", end=end, file=sys.stderr, flush=True)


def _say(path: Path, saved: Saved) -> None:
    pages = plural("{count} side", "{count} sider", saved.pages).format(count=saved.pages)
    confirmed = (
        _("bekræftet som {standards}").format(standards=", ".join(saved.standards))
        if saved.standards
        else _("ikke bekræftet efter nogen standard")
    )
    print(_("{name}: {pages}, kontrolleret og {confirmed}").format(
        name=path.name, pages=pages, confirmed=confirmed
    ))  # fmt: skip


def _each(asked: Asked, folder: Path) -> int:
    """One file for each area."""
    from dataclasses import replace

    from desktop.reports.asking import documents_plan

    if documents_plan(asked.template):
        raise UsageError(
            _("En helhedsplan dokumenteres som helhed, ikke område for område."),
            hint=_("Udelad --each."),
        )

    areas = asked.data.areas(asked.level)
    positions = asked.areas or tuple(
        at for at in range(len(areas)) if areas.valid_on(asked.period.end)[at]
    )
    for at in positions:
        stem = f"{asked.template.id}-{areas.codes[at]}-{asked.period.code}"
        path = folder / f"{_NOT_IN_NAMES.sub('-', stem)}.pdf"
        _say(path, _save(replace(asked, areas=(at,)), path))
    return 0
