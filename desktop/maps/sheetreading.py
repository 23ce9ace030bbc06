"""How a map on paper is read: the sentences beside it, the most needed first."""

from __future__ import annotations

from desktop.core.dataset import Dataset
from desktop.core.indicators import Indicator
from desktop.core.indicators import Text as Words
from desktop.core.wording import NO_BREAK, _, number, quantity
from desktop.maps.choropleth import class_labels
from desktop.maps.classes import OWN, printed_decimals
from desktop.maps.picture import Picture
from desktop.maps.view import MapView, Shows

_RELATIVE = ("der", "som", "hvis", "hvor")  # begin clauses that Danish ends with a comma


def sentences_of(
    data: Dataset, view: MapView, worked: Picture, *, intervals: bool = False
) -> tuple[str, ...]:
    """What a reader who was not in the room has to know of a map.

    Args:
        data: where it is from.
        view: what it shows.
        worked: the map.
        intervals: whether intervals stand in small type beside the numbers of the table.
    """
    match view.shows:
        case Shows.CHANGE:
            said = _of_change(data, view, worked)
        case Shows.BIVARIATE:
            said = _of_both(worked)
        case Shows.CATEGORY:
            said = _of_categories(data, view, worked)
        case _:
            said = _of_value(data, view, worked)
    if view.filter and not bool((worked.kept == worked.exists).all()):
        said.append(_("Blege områder er uden for udvalget og tæller ikke med."))
    if worked.withheld().any() and view.shows is not Shows.CATEGORY:
        said.append(_withheld_words(view.shows))
    if intervals:
        said.append(
            _("Lille skrift er 95\u00a0%-intervallet: så meget kan andelen svinge tilfældigt.")
        )
    return tuple(said)


def _withheld_words(shows: Shows) -> str:
    if shows is Shows.CHANGE:
        return _("I skraverede områder er der en af gangene for få personer til at vise tallet.")
    if shows is Shows.BIVARIATE:
        return _("I skraverede områder er der for få personer til at vise et af de to tal.")
    return _("I skraverede områder er der for få personer til at vise tallet.")


def _of_value(data: Dataset, view: MapView, worked: Picture) -> list[str]:
    indicator = data.indicator(view.indicator)
    said = [*_meaning(indicator)]
    if worked.legend.note:
        said.append(worked.legend.note)
    if worked.bounds:
        label = class_labels(worked.bounds, indicator, upper=view.upper)[0 if view.upper else 1]
        decimals = printed_decimals(worked.bounds, indicator.decimals)
        bound = quantity(worked.bounds[0], indicator.unit, decimals)
        rule = (
            _("Klassernes øvre grænse er med: {bound} hører til »{label}«.")
            if view.upper
            else _("Klassernes nedre grænse er med: {bound} hører til »{label}«.")
        )
        said.append(rule.format(bound=bound, label=label.replace(" ", NO_BREAK)))
    if worked.radii is not None:
        said.append(_("Cirklens areal følger antallet."))
    if view.scheme != OWN and view.fixed:
        said.append(_same_words(worked))
    return said


def _same_words(worked: Picture) -> str:
    """What stays as it is over time."""
    if worked.radii is not None:
        return _(
            "Cirklerne er lige store for samme antal i alle perioder, så kort fra flere år kan"
            " sammenlignes."
        )
    if worked.fills is not None:
        return _("Farverne er ens i alle perioder, så kort fra flere år kan sammenlignes.")
    return _("Grænserne er ens i alle perioder, så kort fra flere år kan sammenlignes.")


def _of_change(data: Dataset, view: MapView, worked: Picture) -> list[str]:
    from desktop.core.changes import change_unit
    from desktop.maps.changemap import since_period

    indicator = data.indicator(view.indicator)
    unit = change_unit(indicator)
    said = []
    if since_period(data, view) is not None:
        told = _("Ændringen er tallet i den seneste periode minus tallet i den tidligere")
        said.append(_("{told}, i {unit}.").format(told=told, unit=unit) if unit else f"{told}.")
    said.append(worked.legend.note)
    if worked.signs is not None and view.selected:
        said.append(
            _(
                "Under hvert navn står ændringens 95\u00a0%-interval; går det hen over nul, kan"
                " ændringen være tilfældig."
            )
        )
    said += _meaning(indicator)
    return [each for each in said if each]


def _of_both(worked: Picture) -> list[str]:
    from desktop.maps.bivariate import SquareLegend
    from desktop.maps.squarekey import reading_words

    said = []
    if isinstance(worked.legend, SquareLegend):
        said.append(reading_words(worked.legend))
    said.append(_("Tallet i hvert felt er antallet af områder med den farve."))
    if worked.legend.note:
        said.append(worked.legend.note)
    said.append(_("At to tal følges ad mellem områder, siger intet om enkeltpersoner."))
    return said


def _of_categories(data: Dataset, view: MapView, worked: Picture) -> list[str]:
    from desktop.core.models.certainty import UNSURE
    from desktop.core.models.modelwords import origin_words, status_words
    from desktop.maps.categorymap import shown_on

    shown = shown_on(data, view)
    if shown is None:
        return []
    model = shown.result.model
    told = _("Modellen »{name}«: {status}.")
    said = [told.format(name=model.name, status=status_words(model.status))]
    if str(model.doubt):
        said.append(str(model.doubt))
    if worked.dotted is None:
        said.append(_("Hvor sikre kategorierne er, er ikke regnet ud."))
    elif (worked.dotted & worked.kept).any():
        said.append(
            _(
                "Prikkede områder ligger så nær en grænse, at kategorien er under {share}"
                " sandsynlig, når tallene svinger tilfældigt."
            ).format(share=quantity(100 * UNSURE, "%"))
        )
    if worked.withheld().any():
        said.append(_("I skraverede områder mangler der tal, som kunne ændre kategorien."))
    said += origin_words(model)
    return said


def _meaning(indicator: Indicator) -> tuple[str, ...]:
    """What the number is of what; nothing for a plain count and for one thing per other thing."""
    counted, besides = _inner(indicator.numerator_text)
    base, more = _inner(indicator.denominator_text)
    if not counted or not base or indicator.per == 1:
        return ()
    if any(f", {word} " in counted for word in _RELATIVE):
        counted += ","
    if indicator.per == 100:
        text = _("Tallet er antal {counted} i procent af {base}.")
    else:
        text = _("Tallet er antal {counted} pr. {per} {base}.")
        base = base.removeprefix("alle ").removeprefix("all ")
    sentence = text.format(counted=counted, base=base, per=number(indicator.per))
    return (sentence, *(note for note in (besides, more) if note))


def _inner(text: Words) -> tuple[str, str]:
    """A text as part of a sentence, and what follows a semicolon as a sentence of its own.

    The part has no full stop, and no capital but that of an abbreviation.
    """
    words, _mark, note = str(text).strip().rstrip(".").partition(";")
    note = note.strip()
    inner = words if words[1:2].isupper() else words[:1].lower() + words[1:]
    return inner, f"{note[:1].upper()}{note[1:]}." if note else ""
