"""One measure of one indicator as lines to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from desktop.commands.asking import table_lines
from desktop.core.disclosure import State
from desktop.core.sentences import state_words
from desktop.core.wording import NO_BREAK, _, difference, number, quantity


def told(facts: Mapping[str, Any], *, brief: bool = False) -> Iterator[str]:
    """The facts as lines; ``brief`` counts the lines without a number instead of writing them."""
    yield f"{facts['name']} · {facts['measure_name']}"
    areas = facts["level_plural"][:1].upper() + facts["level_plural"][1:]
    if facts["within"]:
        areas = _("{areas} i {whole}").format(areas=areas, whole=facts["within"])
    yield f"{areas} · {facts['period_name']}"
    yield ""
    rows = facts["areas"]
    if brief:
        rows = [row for row in rows if row["value"] is not None]
    if rows:
        yield from _table(facts, rows)
    if len(rows) < len(facts["areas"]):
        yield from _counted_away(facts, bool(rows))
    if facts["notes"]:
        yield ""
    yield from facts["notes"]


def _table(facts: Mapping[str, Any], rows: list[dict[str, Any]]) -> Iterator[str]:
    columns = [(_("kode"), "l"), (_("navn"), "l"), (_("organisation"), "l"), (_("værdi"), "r")]
    columns += [("95 %", "r"), (_("talt"), "r"), (_("placering"), "r"), ("", "l")]
    lines = [[heading for heading, _side in columns]]
    lines += [
        [
            row["code"] if row["code"] != row["name"] else "",
            row["name"],
            row.get("organisation", ""),
            _value_words(facts, row),
            _interval_words(facts, row),
            _count_words(row),
            _rank_words(row) if facts["measure"] != "rank" else "",
            _marks(facts, row),
        ]
        for row in rows
    ]
    always = (1, 3)  # name and value
    kept = [at for at in range(len(columns)) if at in always or any(line[at] for line in lines[1:])]
    yield from table_lines(
        [[line[at] for at in kept] for line in lines], "".join(columns[at][1] for at in kept)
    )


def _counted_away(facts: Mapping[str, Any], after_table: bool) -> Iterator[str]:
    """How many have no number, by why."""
    counts = Counter(row["state"] for row in facts["areas"] if row["value"] is None)
    reasons = ", ".join(
        f"{number(count)} {state_words(State[state.upper()])}"
        for state, count in counts.most_common()
    )
    if after_table:
        yield ""
    yield _("Uden tal: {reasons}; --all skriver dem med.").format(reasons=reasons)


def _value_words(facts: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    if row["value"] is None:
        return state_words(State[row["state"].upper()])
    if facts["measure"] == "rank":
        return _place_words(row)
    if facts["measure"] == "change":
        return difference(row["value"], facts["unit"], facts["decimals"])
    return quantity(row["value"], facts["unit"], facts["decimals"], sign=facts["signed"])


def _interval_words(facts: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    if row["low"] is None or row["high"] is None or facts["measure"] == "rank":
        return ""
    low, high = (
        number(row[end], facts["decimals"], sign=facts["signed"]) for end in ("low", "high")
    )
    between = _(" til ") if facts["signed"] else "–"
    return f"{low}{between}{high}".replace(" ", NO_BREAK)


def _count_words(row: Mapping[str, Any]) -> str:
    if row["count"] is None or row["value"] is None:
        return ""
    if row["base"] is None:
        return number(row["count"])
    return _("{count} af {base}").format(count=number(row["count"]), base=number(row["base"]))


def _rank_words(row: Mapping[str, Any]) -> str:
    if row["rank"] is None or row["rank"][2] == 1:
        return ""
    return _("nr. {place} af {total}").format(place=_places(row["rank"]), total=row["rank"][2])


def _place_words(row: Mapping[str, Any]) -> str:
    """The place, and between which it may be: ``nr. 15 (3–48)``."""
    words = _("nr. {place}").format(place=_places(row["rank"]))
    if row["low"] is not None:
        words += f" ({number(row['low'])}–{number(row['high'])})"
    return words.replace(" ", NO_BREAK)


def _places(rank: list[int]) -> str:
    return f"{rank[0]}" if rank[0] == rank[1] else f"{rank[0]}–{rank[1]}"


def _marks(facts: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """What is to be said beside a number: small, pooled over which periods, from how many areas."""
    said = ["*"] if row["small"] else []
    if periods := row.get("periods"):
        in_a_row = facts["measure"] in ("year-sum", "moving-mean")
        ends = [periods[-1], periods[0]] if in_a_row and len(periods) > 1 else periods[::-1]
        said.append(("–" if in_a_row else " + ").join(ends))
    if row.get("enough") is False and row["value"] is not None:
        said.append(_("stadig for få"))
    if "areas" in row:
        many = facts["level_one"] if row["areas"] == 1 else facts["level_plural"]
        said.append(f"{number(row['areas'])} {many}")
    if row.get("own_weight") is not None:
        share = quantity(100 * row["own_weight"], "%")
        said.append(_("eget tal vejer {share}").format(share=share))
    if row.get("expected") is not None:
        said.append(_("ventet {expected}").format(expected=number(row["expected"], 1)))
    return " ".join(said)
