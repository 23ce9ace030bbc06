"""Tables as they come: CSV, Excel, Parquet; texts and numbers by column, read once."""

from __future__ import annotations

import codecs
import csv
import io
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from desktop.builder.keys import nearest
from desktop.builder.numerals import Numerals, UnreadableNumber, read_numbers
from desktop.builder.persons import holds_persons
from desktop.builder.recipe import TableSpec
from desktop.core.disclosure import FloatArray
from desktop.core.errors import SourceError
from desktop.core.paths import read_whole
from desktop.core.wording import _

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ";,\t|"


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column of texts: the distinct ones, and which of them each row holds; -1 for none."""

    codes: NDArray[np.int32]
    values: tuple[str, ...]


class Table:
    """A table in memory. Columns are made into codes or numbers when first asked for."""

    def __init__(self, file: Path, frame: pd.DataFrame, spec: TableSpec, reading: Reading) -> None:
        """Stand on a frame whose index counts rows from the one below the column names."""
        self.file = file
        self.spec = spec
        self.reading = reading
        self._frame = frame
        self._coded: dict[str, Coded] = {}
        self._numbers: dict[str, FloatArray] = {}

    def __len__(self) -> int:
        """The number of rows."""
        return len(self._frame)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._frame.columns)

    def row_number(self, row: int) -> int:
        """Where a row stands in the file, counted from 1."""
        return int(self._frame.index[row]) + self.spec.header_row + 1

    def coded(self, name: str) -> Coded:
        """A column as texts.

        Raises:
            SourceError: there is no such column, or two.
        """
        if name not in self._coded:
            self._coded[name] = coded(self._column(name))
        return self._coded[name]

    def numbers(self, name: str) -> FloatArray:
        """A column as numbers, NaN for no data.

        Raises:
            SourceError: there is no such column, or a text in it is no number.
        """
        if name not in self._numbers:
            column = self._column(name)
            if pd.api.types.is_numeric_dtype(column.dtype):
                self._numbers[name] = column.to_numpy(np.float64, na_value=np.nan)
            elif pd.api.types.is_object_dtype(column.dtype):
                self._numbers[name] = self._mixed(name, column)
            else:
                self._numbers[name] = self._from_texts(name, self.coded(name))
        return self._numbers[name]

    def withheld(self, name: str) -> NDArray[np.bool_]:
        """The rows where a column says that its source withholds the number."""
        if pd.api.types.is_numeric_dtype(self._column(name).dtype):
            return np.zeros(len(self), np.bool_)
        texts = self.coded(name)
        marks = np.array([text in self.spec.withheld for text in texts.values] + [False])
        return marks[texts.codes]

    def problem(self, row: int, what: str, hint: str) -> SourceError:
        """An error about one row."""
        return SourceError(
            _("{file}, række {row}: {what}").format(
                file=self.file.name, row=self.row_number(row), what=what
            ),
            hint=hint,
        )

    def _column(self, name: str) -> pd.Series[Any]:
        places = [at for at, column in enumerate(self._frame.columns) if column == name]
        if not places:
            raise SourceError(
                _("{file} har ingen kolonne »{name}«.").format(file=self.file.name, name=name),
                hint=nearest(name, self._frame.columns),
            )
        if len(places) > 1:
            raise SourceError(
                _("{file} har flere kolonner med navnet »{name}«.").format(
                    file=self.file.name, name=name
                ),
                hint=_("Giv den ene et andet navn i filen."),
            )
        return self._frame.iloc[:, places[0]]

    def _mixed(self, name: str, column: pd.Series[Any]) -> FloatArray:
        """A spreadsheet's column: numbers where the cells are, texts where people typed."""
        typed = column.map(lambda cell: isinstance(cell, str)).to_numpy(dtype=bool)
        values = np.full(len(column), np.nan)
        values[~typed] = pd.to_numeric(column[~typed], errors="coerce").to_numpy(np.float64)
        texts = coded(column.where(typed, "").astype(str))
        values[typed] = self._from_texts(name, texts)[typed]
        return values

    def _from_texts(self, name: str, texts: Coded) -> FloatArray:
        numerals = Numerals(
            self.spec.decimal,
            self.spec.thousands,
            (*self.spec.missing, *self.spec.withheld),
            self.spec.zero,
            self.reading.separator,
        )
        try:
            values = read_numbers(texts.values, numerals)
        except UnreadableNumber as error:
            row = int((texts.codes == error.position).argmax())
            raise self.problem(
                row,
                _("»{text}« i kolonnen »{name}« {why}.").format(
                    text=texts.values[error.position][:40], name=name, why=error.why
                ),
                error.hint,
            ) from error
        return np.append(values, np.nan)[texts.codes]  # code -1 takes the NaN at the end


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was read: what was stated or found out."""

    encoding: str = ""
    separator: str = ""


def read_table(spec: TableSpec, folder: Path) -> Table:
    """The table that a recipe names, after a look for persons in every column.

    Raises:
        SourceError: the file is missing, not what its name says, or holds CPR numbers.
    """
    path = source_path(folder, spec.file)
    suffix = path.suffix.lower()
    reading = Reading()
    if suffix in (".csv", ".txt", ".tsv"):
        frame, reading = _read_text(path, spec)
    elif suffix == ".xlsx":
        frame = _read_sheet(path, spec)
    elif suffix == ".parquet":
        frame = _read_parquet(path)
    else:
        raise SourceError(
            _("Tabeller af typen »{suffix}« læses ikke: {file}").format(
                suffix=suffix, file=path.name
            ),
            hint=_("Brug .csv, .txt, .tsv, .xlsx eller .parquet."),
        )
    if not len(frame):
        raise SourceError(
            _("{file} har ingen rækker.").format(file=path.name),
            hint=_("Kontrollér »header_row« og »sheet«."),
        )
    refuse_persons(frame, path)
    return Table(path, frame, spec, reading)


def source_path(folder: Path, name: str) -> Path:
    """The path of a file that a recipe names.

    Raises:
        SourceError: there is none, with the nearest name in the folder.
    """
    path = folder / name
    if path.is_file():
        return path
    beside = (
        [each.name for each in path.parent.iterdir() if each.is_file()]
        if path.parent.is_dir()
        else []
    )
    raise SourceError(
        _("Filen findes ikke: {path}").format(path=path), hint=nearest(path.name, sorted(beside))
    )


def coded(column: pd.Series[Any]) -> Coded:
    """A column as stripped texts; whole numbers as plain digits, empty texts as none."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy(np.int32)
        values = as_texts(column.cat.categories.to_series())
    else:
        found, distinct = pd.factorize(column)
        codes = found.astype(np.int32)
        values = as_texts(pd.Series(distinct))
    # Different values may be one text, such as 3 and 3.0; an empty text is none.
    again, texts = pd.factorize(values.mask(values == ""))
    return Coded(np.append(again, -1).astype(np.int32)[codes], tuple(texts))


def as_texts(values: pd.Series[Any]) -> pd.Series[str]:
    """Values as texts: 3 and 3.0 as ``3``, days as ISO, nothing as the empty text."""
    kind = values.dtype
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_integer_dtype(kind):
        texts = values.astype(str)
    elif pd.api.types.is_float_dtype(kind):
        whole = (values % 1 == 0) & (values.abs() < 2**53)
        texts = values.astype(str)
        texts[whole] = values[whole].astype("int64").astype(str)
    elif pd.api.types.is_datetime64_any_dtype(kind):
        texts = values.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_object_dtype(kind):
        texts = values.map(_cell_text)
    else:
        texts = values.astype(str)
    return texts.mask(values.isna(), "").astype(str).str.strip()


def _cell_text(cell: object) -> str:
    """A spreadsheet cell as a text; called on distinct values only."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    return str(cell)


def refuse_persons(frame: pd.DataFrame, path: Path) -> None:
    """Refuse a table with CPR numbers, without saying which.

    Raises:
        SourceError: a column holds them.
    """
    for at, name in enumerate(frame.columns):
        column = frame.iloc[:, at]
        if pd.api.types.is_float_dtype(column.dtype):
            column = column.where(column % 1 == 0)
        texts = coded(column)
        if not texts.values:
            continue
        counts = np.bincount(texts.codes[texts.codes >= 0], minlength=len(texts.values))
        if holds_persons(pd.Series(texts.values, dtype=str), counts):
            raise SourceError(
                _("{file}: kolonnen »{name}« ser ud til at indeholde CPR-numre.").format(
                    file=path.name, name=name
                ),
                hint=_("Boligatlas læser kun optalte tal. Fjern kolonnen, og tæl op først."),
            )


def _read_text(path: Path, spec: TableSpec) -> tuple[pd.DataFrame, Reading]:
    content = read_whole(path)
    text, encoding = decode(content, spec.encoding, path)
    if "\0" in text:
        raise SourceError(
            _("{file} er ikke en tekstfil.").format(file=path.name),
            hint=_('Er den UTF-16 uden mærke, så skriv encoding = "utf-16-le" for tabellen.'),
        )
    separator = spec.separator or _find_separator(text, spec.header_row, path)
    try:
        # A quoted field may hold line breaks, which is why the lines are not split here.
        frame = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            header=None,
            skiprows=spec.header_row - 1,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise SourceError(
            _("{file} kan ikke læses som en tabel.").format(file=path.name),
            hint=_("Kontrollér skilletegn og »header_row«. Læseren siger: {message}").format(
                message=str(error).strip()[:200]
            ),
        ) from error
    return _headed(frame.fillna(""), path), Reading(encoding, separator)


def _headed(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    """The first row made names of the columns, and blank rows left out."""
    names = as_texts(frame.iloc[0]) if len(frame) else pd.Series(dtype=str)
    if not (names != "").any():
        raise SourceError(
            _("{file} har ingen kolonnenavne i den angivne række.").format(file=path.name),
            hint=_("Kontrollér »header_row«."),
        )
    body = frame.iloc[1:].reset_index(drop=True)
    body.columns = pd.Index(list(names), dtype=object)
    filled = np.zeros(len(body), np.bool_)
    for at in range(body.shape[1]):
        column = body.iloc[:, at]
        filled |= (column.notna() & (column != "")).to_numpy(dtype=bool)
    return body if filled.all() else body[filled]


def decode(content: bytes, stated: str, path: Path) -> tuple[str, str]:
    """The text of a file and its encoding: as stated, by BOM, strict UTF-8, else cp1252.

    Raises:
        SourceError: the bytes are not of the encoding.
    """
    found = next((name for bom, name in _BOMS if content.startswith(bom)), "")
    for encoding in [stated] if stated else [found] if found else ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding), encoding
        except LookupError as error:
            raise SourceError(
                _("Tegnsættet »{encoding}« kendes ikke.").format(encoding=encoding),
                hint=_("Brug utf-8, cp1252 eller utf-16."),
            ) from error
        except UnicodeError:
            continue
    raise SourceError(
        _("Tegnsættet i {file} kan ikke læses som {encoding}.").format(
            file=path.name, encoding=stated or found or "UTF-8, cp1252"
        ),
        hint=_("Gem filen som UTF-8, eller skriv »encoding« for tabellen."),
    )


def _find_separator(text: str, header_row: int, path: Path) -> str:
    """The mark that parts the first lines into the same number of columns, and the most."""
    lines = [line for line in text.splitlines()[header_row - 1 : header_row + 49] if line.strip()]
    widths = {mark: [len(row) for row in csv.reader(lines, delimiter=mark)] for mark in _SEPARATORS}
    fitting = [
        mark
        for mark in _SEPARATORS
        if widths[mark] and min(widths[mark]) > 1 and len(set(widths[mark])) == 1
    ]
    if not fitting:
        fitting = [mark for mark in _SEPARATORS if widths[mark] and widths[mark][0] > 1]
    if not fitting:
        raise SourceError(
            _("Skilletegnet i {file} kan ikke findes.").format(file=path.name),
            hint=_("Skriv »separator« for tabellen, og kontrollér »header_row«."),
        )
    return max(fitting, key=lambda mark: widths[mark][0])


def _read_sheet(path: Path, spec: TableSpec) -> pd.DataFrame:
    import openpyxl

    content = io.BytesIO(read_whole(path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and print settings that openpyxl leaves out
            book = openpyxl.load_workbook(content, read_only=True, data_only=True)
            name = spec.sheet or book.sheetnames[0]
            if name not in book.sheetnames:
                raise SourceError(
                    _("{file} har intet ark »{name}«.").format(file=path.name, name=name),
                    hint=nearest(name, book.sheetnames),
                )
            sheet = book[name]
            sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
            rows: Sequence[Any] = list(sheet.iter_rows(min_row=spec.header_row, values_only=True))
            book.close()
    except (OSError, KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise SourceError(
            _("{file} kan ikke læses som et Excel-ark.").format(file=path.name),
            hint=_("Åbn og gem den igen som .xlsx, eller gem den som CSV."),
        ) from error
    width = max((len(row) for row in rows), default=0)
    filled = [(*row, *(None,) * (width - len(row))) for row in rows]
    return _headed(pd.DataFrame(filled, dtype=object), path)


def _read_parquet(path: Path) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise SourceError(
            _("{file} kan ikke læses som Parquet.").format(file=path.name),
            hint=_("Kontrollér, at filen er hel."),
        ) from error
    frame: pd.DataFrame = table.to_pandas(strings_to_categorical=True, ignore_metadata=True)
    frame.columns = pd.Index([str(name) for name in frame.columns], dtype=object)
    return frame
