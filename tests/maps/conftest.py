"""An extract and what it opens on."""

from __future__ import annotations

import pytest

from desktop.core.dataset import Dataset
from desktop.maps.view import MapView, first_view
from tests.fake_extract import fake_dataset


@pytest.fixture
def data() -> Dataset:
    return fake_dataset()


@pytest.fixture
def view(data: Dataset) -> MapView:
    return first_view(data)
