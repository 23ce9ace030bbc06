"""Which models can be chosen, and what is said of those that do not fit."""

from __future__ import annotations

import pytest

from desktop.core.dataset import Dataset
from desktop.core.models.modelfile import builtin_models, read_model
from desktop.core.models.offered import fit_known, fit_of, model_id, offers, shape_words
from desktop.core.periods import parse
from tests.core.models.fakemodels import POINTS, TWO_OUTCOMES, UNFIT
from tests.core.models.test_shown import MODEL
from tests.fake_extract import fake_dataset

LEVEL, NOW = "boligomraade", parse("2026K2")


@pytest.fixture
def data() -> Dataset:
    return fake_dataset(models={"fremmed": UNFIT, "point": POINTS, "brudt": "format = 1\nid = 3\n"})


def test_those_of_the_extract_stand_first_and_none_twice(data: Dataset) -> None:
    ids = [each.id for each in offers(data)]

    assert ids[:3] == ["fremmed", "point", "brudt"]
    assert [each.shipped for each in offers(data)] == [True] * 3 + [False] * len(builtin_models())
    assert len(set(ids)) == len(ids)


def test_a_model_of_the_extract_goes_before_our_own_of_the_same_id() -> None:
    own = next(iter(builtin_models()))
    data = fake_dataset(models={own: POINTS})
    (offer,) = [each for each in offers(data) if each.id == own]

    assert offer.shipped
    assert offer.name == "Pointmodel"


def test_the_first_that_fits_is_meant_where_none_is_named(data: Dataset) -> None:
    assert model_id(data, LEVEL, NOW) == "point"
    assert model_id(data, LEVEL, NOW, "fremmed") == "fremmed"
    assert model_id(fake_dataset(), LEVEL, NOW) == ""


def test_why_a_model_does_not_fit_is_said(data: Dataset) -> None:
    by_id = {each.id: each for each in offers(data)}

    assert fit_known(data, LEVEL, by_id["point"]) is None
    assert fit_of(data, LEVEL, NOW, by_id["point"]).fits
    assert fit_known(data, LEVEL, by_id["point"]) == fit_of(data, LEVEL, NOW, by_id["point"])
    broken, foreign = (fit_of(data, LEVEL, NOW, by_id[id]) for id in ("brudt", "fremmed"))
    assert not broken.fits
    assert broken.why.startswith("kan ikke læses: ")
    assert by_id["brudt"].name == "brudt"
    assert not foreign.fits
    assert foreign.why == "ingen af modellens indikatorer er i udtrækket"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("residents_minimum = 300", "residents_minimum = 99999"), "mindst 99.999 beboere"),
        (("residents_minimum = 300", 'sector = "rumfart"'), "sektoren »rumfart«"),
        (('"fravaer"', '"findes_ikke"'), "mangler »findes_ikke«"),
    ],
)
def test_what_stands_in_the_way_is_named(change: tuple[str, str], why: str) -> None:
    data = fake_dataset(models={"point": POINTS.replace(*change)})
    fit = fit_of(data, LEVEL, NOW, offers(data)[0])

    assert not fit.fits
    assert why in fit.why


def test_the_shape_of_a_model_is_told_in_a_line() -> None:
    assert shape_words(read_model(POINTS, "x")) == "2 indikatorer · 0–6 point · 3 kategorier"
    assert "2 inddelinger" in shape_words(read_model(TWO_OUTCOMES, "x"))
    assert shape_words(read_model(MODEL, "x")) == "1 indikator · 1 kriterium · 1 kategori"
