"""Colours, type and the style sheet of the window: light, and dark for dim meeting rooms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from desktop.core.paths import resource
from desktop.maps import palettes
from desktop.maps.trend import ChartColours


@dataclass(frozen=True, slots=True)
class Theme:
    """The tokens that widgets are drawn in."""

    name: str
    ink: str
    muted: str
    faint: str
    canvas: str
    surface: str
    hairline: str
    accent: str
    accent_ink: str
    accent_soft: str
    accent_text: str
    selected: str
    good: str
    track: str
    card: str
    card_ink: str
    card_muted: str
    withheld: str
    missing: str
    hatch: str

    def chart_colours(self) -> ChartColours:
        """What charts are drawn in."""
        band = palettes.mixed(palettes.SEQUENTIAL_1[3], self.surface, 0.72)
        return ChartColours(
            self.ink,
            self.muted,
            self.hairline,
            self.accent_text,
            band,
            self.faint,
            selected=self.selected,
            good=self.good,
            surface=self.surface,
            withheld=self.withheld,
            hatch=self.hatch,
            card=self.card,
            card_ink=self.card_ink,
            card_muted=self.card_muted,
        )


LIGHT = Theme(
    name="light",
    ink=palettes.INK,
    muted=palettes.MUTED,
    faint=palettes.FAINT,
    canvas=palettes.CANVAS,
    surface=palettes.SURFACE,
    hairline=palettes.HAIRLINE,
    accent=palettes.PETROL,
    accent_ink="#FFFFFF",
    accent_soft=palettes.PETROL_SOFT,
    accent_text=palettes.PETROL,
    selected=palettes.CLAY,
    good=palettes.GOOD,
    track="#EDF1F4",
    card=palettes.INK,
    card_ink="#FFFFFF",
    card_muted="#B4C0CA",
    withheld=palettes.WITHHELD,
    missing=palettes.MISSING,
    hatch=palettes.HATCH,
)

DARK = Theme(
    name="dark",
    ink="#EDF2F5",
    muted="#A9B7C2",
    faint="#8795A1",
    canvas="#141C23",
    surface="#1B2630",
    hairline="#2D3A46",
    accent="#287D99",
    accent_ink="#FFFFFF",
    accent_soft="#1D3B48",
    accent_text="#7CC4D8",
    selected="#F0935C",
    good="#6FCBA5",
    track="#26333E",
    card="#EDF2F5",
    card_ink="#1B2733",
    card_muted="#4A5965",
    withheld="#2C3945",
    missing="#35434F",
    hatch="#6C7E8D",
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

_STYLE = Template("""
QWidget { color: $ink; font-size: 13px; }
QMainWindow, QDialog, #panel, #header { background: $surface; }
#header { border-bottom: 1px solid $hairline; }
#left { border-right: 1px solid $hairline; background: $surface; }
#right, #rightbody { border: none; background: $surface; }
#right QScrollArea { border: 1px solid transparent; background: $surface; }
#right QScrollArea:focus { border-color: $accent_text; }
#right { border-left: 1px solid $hairline; }
#stage { background: $canvas; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="section"] { color: $muted; font-size: 11px; font-weight: 600; letter-spacing: 1px; }
QLabel[role="panel-title"] { font-size: 16px; font-weight: 700; }
QLabel[role="map-title"] { font-size: 20px; font-weight: 700; }
QLabel[role="number"] { font-size: 30px; font-weight: 700; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="good"] { font-weight: 600; color: $good; }
QLabel[role="problem"] { font-weight: 600; }
QLabel[role="category"] { background: $accent_soft; color: $accent_text; font-weight: 600;
  border-radius: 10px; padding: 3px 10px; }
QPushButton, QToolButton { background: $surface; border: 1px solid $hairline; border-radius: 8px;
  padding: 7px 13px; }
QPushButton:hover, QToolButton:hover { background: $accent_soft; }
QPushButton:focus, QToolButton:focus, QLineEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: 1px solid $accent_text; }
QPushButton[role="primary"] { background: $accent; color: $accent_ink; border-color: $accent;
  font-weight: 600; }
QPushButton[role="primary"]:focus { border: 2px solid $ink; padding: 6px 12px; }
QPushButton[role="primary"]:disabled { background: $hairline; color: $faint;
  border-color: $hairline; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { border-color: transparent; color: $muted;
  background: transparent; padding: 4px 6px; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus {
  border-color: $accent_text; }
QPushButton[role="link"] { border: 1px solid transparent; background: transparent; padding: 2px 0;
  color: $accent_text; text-align: left; }
QPushButton[role="link"]:focus { border-color: $accent_text; }
QPushButton[role="filter"] { text-align: left; padding: 6px 10px; }
QPushButton[role="filter"][active="true"] { background: $accent_soft; color: $accent_text;
  font-weight: 600; }
QToolButton[role="step"] { border-color: transparent; background: transparent;
  padding: 0 6px 3px 6px; min-height: 30px; font-size: 20px; color: $muted; }
QToolButton[role="step"]:disabled { color: $hairline; }
QToolButton[role="step"]:focus { border-color: $accent_text; }
QPushButton[role="since"] { padding: 4px 10px; color: $accent_text; }
QPushButton[role="since"]::menu-indicator { image: none; }
QToolButton[role="zoom"] { padding: 0; min-width: 32px; min-height: 32px; font-size: 16px; }
QToolButton::menu-indicator { image: none; }
QLineEdit, QComboBox, QSpinBox { background: $surface; border: 1px solid $hairline;
  border-radius: 8px; padding: 7px 11px; selection-background-color: $accent;
  selection-color: $accent_ink; }
QComboBox { padding-right: 24px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: none; }
QSpinBox { padding-right: 20px; }
QSpinBox::up-button, QSpinBox::down-button { border: none; background: transparent; width: 20px; }
QLineEdit { placeholder-text-color: $muted; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $hairline;
  selection-background-color: $accent_soft; selection-color: $ink; }
QListView { background: transparent; border: none; outline: none; }
QListWidget { border: 1px solid $hairline; border-radius: 8px; padding: 1px; }
QListWidget::item { padding: 9px 10px; border-radius: 6px; color: $ink; }
QListWidget::item:selected { background: $accent_soft; color: $accent_text; }
QListWidget::item:hover { background: $accent_soft; }
QListView::indicator, QCheckBox::indicator { width: 13px; height: 13px; border-radius: 4px;
  border: 1px solid $faint; background: $surface; }
QListView::indicator:checked, QCheckBox::indicator:checked { background: $accent;
  border: 1px solid $accent; }
QListView::indicator:disabled, QCheckBox::indicator:disabled { border-color: $hairline; }
QCheckBox:focus { color: $accent_text; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar::handle:vertical { background: $hairline; border-radius: 4px; min-height: 32px; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle:horizontal { background: $hairline; border-radius: 4px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: none; height: 0; width: 0; }
QMenu { background: $surface; border: 1px solid $hairline; padding: 6px; }
QMenu::item { padding: 6px 22px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::separator { height: 1px; background: $hairline; margin: 6px 4px; }
#surface { background: $surface; }
#panehead { background: transparent; border: none; }
QPushButton[role="row"] { text-align: left; padding: 0; }
QPushButton[role="row"] QLabel:disabled { color: $faint; }
#card { background: $surface; border: 1px solid $hairline; border-radius: 9px; }
#segments { background: $track; border-radius: 9px; }
#segments QPushButton { border: 1px solid transparent; background: transparent; padding: 5px 4px;
  border-radius: 7px; }
#segments QPushButton:checked { background: $surface; color: $accent_text; font-weight: 600;
  border-color: $hairline; }
#segments QPushButton:focus { border-color: $accent_text; }
QProgressBar { border: none; background: $track; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QToolTip { background: $card; color: $card_ink; border: none; padding: 6px; }
#rule { background: $hairline; max-height: 1px; min-height: 1px; }
""")


def load_fonts() -> None:
    """Make the bundled Inter known to Qt; without it the system's own interface font is used."""
    for name in ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf"):
        path = resource("fonts", name)
        if path.exists():
            QFontDatabase.addApplicationFont(str(path))


def font(size: float, weight: int = 400, *, tabular: bool = False) -> QFont:
    """The interface font at a size in pixels; ``weight`` is 400, 600 or 700."""
    return QFont(_made_font(QApplication.font().family(), size, weight, tabular))


@lru_cache(maxsize=128)
def _made_font(family: str, size: float, weight: int, tabular: bool) -> QFont:
    """Fonts are asked for in every paint, and take longer to make than to copy."""
    made = QFont(QApplication.font())
    made.setFamily(family)
    made.setPixelSize(max(1, round(size)))
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def apply(application: QApplication, theme: Theme) -> None:
    """Dress the whole application."""
    base = QFont(application.font())
    if "Inter" in QFontDatabase.families():
        base.setFamily("Inter")
    base.setPixelSize(13)
    base.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(base)
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.surface),
        (QPalette.ColorRole.Base, theme.surface),
        (QPalette.ColorRole.WindowText, theme.ink),
        (QPalette.ColorRole.Text, theme.ink),
        (QPalette.ColorRole.ButtonText, theme.ink),
        (QPalette.ColorRole.PlaceholderText, theme.muted),
        (QPalette.ColorRole.Highlight, theme.accent),
        (QPalette.ColorRole.HighlightedText, theme.accent_ink),
    ):
        palette.setColor(role, QColor(colour))
    application.setPalette(palette)
    tokens = {name: getattr(theme, name) for name in Theme.__slots__}
    application.setStyleSheet(_STYLE.substitute(tokens))
