"""Opening an extract: recent files, passphrase or key file, a calm wait, a kind no."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.dataset import Dataset
from desktop.core.envelope import Identity, Key, Passphrase, needs_passphrase, read_identity
from desktop.core.errors import BoligatlasError
from desktop.core.extract import SUFFIX, open_extract
from desktop.core.settings import Recent
from desktop.core.wording import _
from desktop.ui.filedialog import file_to_open
from desktop.ui.jobs import Job, Lane
from desktop.ui.messages import words_for

_ROW, _MOST_SEEN = 36, 5  # pixels of a recent file, and how many are seen at once
_PATH_ROLE = int(Qt.ItemDataRole.UserRole)


class OpenDialog(QDialog):
    """Asks for a file and what opens it, opens it on another thread, and can be given up."""

    opened = Signal(object, object, object)  # Dataset, Path, key file as Path or None

    def __init__(
        self,
        recent: tuple[Recent, ...],
        parent: QWidget | None = None,
        path: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Åbn udtræk"))
        self.setMinimumWidth(480)
        self._recent = {entry.path: entry for entry in recent}
        self._path: Path | None = None
        self._key_file: Path | None = None
        self._lane = Lane("open", self)
        self._job: Job | None = None

        self._make_widgets(recent)
        self._lay_out()
        self._connect()
        self.choose(path)

    def choose(self, path: Path | None) -> None:
        """Stand at a file, asking for what opens it."""
        self._path, self._key_file = path, None
        self.note.clear()
        self.passphrase.clear()
        self.key_button.setText(_("Vælg nøglefil …"))
        asks_passphrase = asks_key = False
        if path is None:
            self.file_label.setText(
                _("Udtræk er filer, der ender på {suffix}.").format(suffix=SUFFIX)
            )
        else:
            self.file_label.setText(str(path))
            try:
                asks_passphrase = needs_passphrase(path)
                asks_key = not asks_passphrase
            except BoligatlasError as error:
                self._complain(error)
            known = self._recent.get(str(path))
            if asks_key and known is not None and known.key_file:
                self.take_key_file(Path(known.key_file))
        self.passphrase.setVisible(asks_passphrase)
        self.key_button.setVisible(asks_key)
        self.open_button.setEnabled(asks_passphrase or asks_key)
        if asks_passphrase:
            self.passphrase.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._give_up()
        self._lane.close()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        self._give_up()
        self._lane.close()
        self.passphrase.clear()
        super().done(result)

    def _make_widgets(self, recent: tuple[Recent, ...]) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(_("Seneste udtræk"))
        for entry in recent:
            item = QListWidgetItem(entry.title or Path(entry.path).stem)
            item.setToolTip(entry.path)
            item.setData(_PATH_ROLE, entry.path)
            self.list.addItem(item)
        self.list.setFixedHeight(min(len(recent), _MOST_SEEN) * _ROW + 4)
        self.list.setVisible(bool(recent))
        self.browse = QPushButton(_("Vælg fil …"))
        self.file_label = QLabel()
        self.file_label.setProperty("role", "muted")
        self.file_label.setTextFormat(Qt.TextFormat.PlainText)
        self.file_label.setWordWrap(True)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(_("Adgangssætning"))
        self.passphrase.setAccessibleName(_("Adgangssætning"))
        self.key_button = QPushButton()
        self.wait = QProgressBar()
        self.wait.setRange(0, 0)
        self.wait.setTextVisible(False)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.open_button = QPushButton(_("Åbn"))
        self.open_button.setProperty("role", "primary")
        self.open_button.setDefault(True)
        self.cancel_button = QPushButton(_("Annullér"))

    def _lay_out(self) -> None:
        title = QLabel(_("Åbn et udtræk"))
        title.setProperty("role", "panel-title")
        file_row = QHBoxLayout()
        file_row.addWidget(self.file_label, 1)
        file_row.addWidget(self.browse)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 20)
        layout.setSpacing(12)
        promise = QLabel(_("Udtrækket låses op i hukommelsen. Intet forlader denne maskine."))
        promise.setProperty("role", "muted")
        promise.setWordWrap(True)
        layout.addWidget(title)
        layout.addWidget(promise)
        layout.addWidget(self.list)
        layout.addLayout(file_row)
        layout.addWidget(self.passphrase)
        layout.addWidget(self.key_button)
        layout.addWidget(self.wait)
        layout.addWidget(self.note)
        layout.addLayout(buttons)
        self.wait.hide()

    def _connect(self) -> None:
        self.list.itemClicked.connect(self._on_recent)
        self.list.itemActivated.connect(self._on_recent)
        self.browse.clicked.connect(self._on_browse)
        self.key_button.clicked.connect(self._on_key_file)
        self.passphrase.textChanged.connect(self.note.clear)
        self.open_button.clicked.connect(self._on_open)
        self.cancel_button.clicked.connect(self._on_cancel)

    def _on_recent(self, item: QListWidgetItem) -> None:
        self.choose(Path(str(item.data(_PATH_ROLE))))

    def _on_browse(self) -> None:
        filters = _("Udtræk (*{suffix})").format(suffix=SUFFIX)
        path = file_to_open(self, _("Vælg udtræk"), filters)
        if path is not None:
            self.choose(path)

    def _on_key_file(self) -> None:
        path = file_to_open(self, _("Vælg nøglefil"))
        if path is not None:
            self.take_key_file(path)

    def take_key_file(self, path: Path) -> None:
        """Open with the identities in a file."""
        self._key_file = path
        self.key_button.setText(_("Nøglefil: {name}").format(name=path.name))
        self.note.clear()

    def _on_open(self) -> None:
        if self._path is None or self._job is not None:
            return
        path, key_file = self._path, self._key_file
        try:
            key = self._key()
        except BoligatlasError as error:
            self._complain(error)
            return
        if key is None:
            return
        waiting = isinstance(key, Passphrase)
        self._set_busy(True)
        self.note.setText(
            _("Låser op. En adgangssætning tager et par sekunder.") if waiting else _("Låser op.")
        )
        self._job = self._lane.start(lambda stopped: open_extract(path, key, stopped=stopped))
        self._job.succeeded.connect(lambda data: self._on_opened(data, path, key_file))
        self._job.failed.connect(self._complain)
        self._job.ended.connect(self._on_ended)

    def _key(self) -> Key | None:
        if not self.passphrase.isHidden():
            if not self.passphrase.text():
                self.note.setText(_("Skriv adgangssætningen."))
                return None
            return Passphrase(self.passphrase.text())
        if self._key_file is None:
            self.note.setText(_("Vælg den nøglefil, som udtrækket er forseglet til."))
            return None
        identity: Identity = read_identity(self._key_file)
        return identity

    def _on_opened(self, data: Dataset, path: Path, key_file: Path | None) -> None:
        self.opened.emit(data, path, key_file)
        self.accept()

    def _on_ended(self) -> None:
        self._job = None
        self._set_busy(False)
        if not self.passphrase.isHidden():
            self.passphrase.setFocus()
            self.passphrase.selectAll()

    def _on_cancel(self) -> None:
        """Give up the unlocking if it is under way, else the dialog."""
        if self._job is not None:
            self._give_up()
            self.note.setText(_("Afbrudt. Intet er ændret."))
        else:
            self.reject()

    def _give_up(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _complain(self, error: Exception) -> None:
        problem, hint = words_for(error)
        self.note.setText(f"{problem}\n{hint}")

    def _set_busy(self, busy: bool) -> None:
        self.wait.setVisible(busy)
        for widget in (self.list, self.browse, self.passphrase, self.key_button, self.open_button):
            widget.setEnabled(not busy)
