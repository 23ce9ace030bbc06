"""The manifest: what an extract is for, who answers for it, and how long it may live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.core.disclosure import Limits
from desktop.core.errors import DamagedExtract, Expired, UnknownFormat
from desktop.core.wording import _, short_date

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is said once about a whole extract. ``srs`` is an EPSG number of a metric CRS."""

    title: str
    municipality: str
    municipality_code: str
    purpose: str
    controller: str
    legal_basis: str
    kind: str
    created: dt.date
    valid_from: dt.date
    delete_by: dt.date
    sources: tuple[str, ...]
    limits: Limits
    srs: int = 25832
    builder: str = ""
    recipe_digest: str = ""
    catalogue: str = ""
    signer: str = ""
    signature: str = ""
    report: str = ""
    format: int = FORMAT
    extra: Mapping[str, str] = field(default_factory=dict)

    def to_rows(self) -> dict[str, str]:
        """As key and value texts, in the order they are stored."""
        return {
            "format": str(self.format),
            "title": self.title,
            "municipality": self.municipality,
            "municipality_code": self.municipality_code,
            "purpose": self.purpose,
            "controller": self.controller,
            "legal_basis": self.legal_basis,
            "kind": self.kind,
            "created": self.created.isoformat(),
            "valid_from": self.valid_from.isoformat(),
            "delete_by": self.delete_by.isoformat(),
            "sources": "\n".join(self.sources),
            "disclosure_profile": self.limits.profile,
            "cell_minimum": str(self.limits.cell_minimum),
            "area_minimum": str(self.limits.area_minimum),
            "complement": str(int(self.limits.complement)),
            "srs": str(self.srs),
            "builder": self.builder,
            "recipe_digest": self.recipe_digest,
            "catalogue": self.catalogue,
            "signer": self.signer,
            "signature": self.signature,
            "report": self.report,
            **self.extra,
        }

    @classmethod
    def from_rows(cls, rows: Mapping[str, str]) -> Manifest:
        """Read back what :meth:`to_rows` wrote; keys of later versions are kept in ``extra``.

        Raises:
            UnknownFormat: the format is newer than this program.
            DamagedExtract: a key is missing or not what it should be.
        """
        left = dict(rows)
        try:
            written = int(left.pop("format"))
            if written > FORMAT:
                raise UnknownFormat(
                    _("Udtrækket har et nyere format ({written}), end programmet kender.").format(
                        written=written
                    ),
                    hint=_("Opdatér Boligatlas, eller bed om et udtræk i format {known}.").format(
                        known=FORMAT
                    ),
                )
            return cls(
                format=written,
                created=dt.date.fromisoformat(left.pop("created")),
                valid_from=dt.date.fromisoformat(left.pop("valid_from")),
                delete_by=dt.date.fromisoformat(left.pop("delete_by")),
                sources=tuple(left.pop("sources").splitlines()),
                limits=Limits(
                    left.pop("disclosure_profile"),
                    int(left.pop("cell_minimum")),
                    int(left.pop("area_minimum")),
                    left.pop("complement") == "1",
                ),
                srs=int(left.pop("srs")),
                **{name: left.pop(name) for name in _PLAIN},
                extra=left,
            )
        except (KeyError, ValueError) as error:
            raise DamagedExtract(
                _("Udtrækkets følgeseddel er ufuldstændig."),
                hint=_("Bed dataforvalteren om at danne udtrækket igen."),
            ) from error

    def check_date(self, today: dt.date) -> None:
        """Refuse an extract that should have been deleted.

        Raises:
            Expired: ``today`` is after the delete-by date.
        """
        if today > self.delete_by:
            raise Expired(
                _("Udtrækket skulle slettes senest {date} og åbnes ikke længere.").format(
                    date=short_date(self.delete_by)
                ),
                hint=_("Slet filen, og bed dataforvalteren om et nyt udtræk."),
            )


_PLAIN = (
    "title",
    "municipality",
    "municipality_code",
    "purpose",
    "controller",
    "legal_basis",
    "kind",
    "builder",
    "recipe_digest",
    "catalogue",
    "signer",
    "signature",
    "report",
)
