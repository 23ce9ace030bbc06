"""Everything that can go wrong, as the user should hear it.

* BoligatlasError
  - ExtractError           the extract cannot be used
    · WrongKey             the passphrase or key does not open it
    · DamagedExtract       it opens with no key, or its contents do not hold together
    · UnknownFormat        it is something else, or of a newer version
    · Expired              its delete-by date has passed
  - FileProblem            a path that cannot be read or written
  - RecipeError            the recipe says something that cannot be done
  - ModelError             a model file says something that cannot be done
  - SourceError            a table or boundary file is not what the recipe says
  - ExportError            a map could not be written
    · LeakFound            the finished file told what it must not
  - UsageError             a question that has no answer in this extract
* Cancelled                the user changed their mind; never shown
"""

from __future__ import annotations


class BoligatlasError(Exception):
    """A failure the user can act on: what happened, and what to try."""

    def __init__(self, problem: str, *, hint: str = "") -> None:
        """Keep the problem as the message and the hint beside it."""
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


class ExtractError(BoligatlasError):
    """The extract cannot be used."""


class WrongKey(ExtractError):
    """The passphrase or the key does not open this extract."""


class DamagedExtract(ExtractError):
    """The file is broken: truncated, altered, or inconsistent inside."""


class UnknownFormat(ExtractError):
    """The file is not an extract, or is of a newer format."""


class Expired(ExtractError):
    """The delete-by date has passed."""


class FileProblem(BoligatlasError):
    """A path cannot be read or written."""


class RecipeError(BoligatlasError):
    """The recipe asks for something that cannot be done."""


class ModelError(BoligatlasError):
    """A categorisation model's file does not hold together."""


class SourceError(BoligatlasError):
    """A source file is not what the recipe says it is."""


class ExportError(BoligatlasError):
    """A map or report could not be written."""


class LeakFound(ExportError):
    """The finished file told something that it must not, and was not kept."""


class UsageError(BoligatlasError):
    """The question names something the extract does not hold."""


class Cancelled(Exception):
    """Raised by ``report`` inside long work when the user asked it to stop."""
