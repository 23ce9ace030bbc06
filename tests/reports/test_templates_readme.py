"""The page that explains every key of templates and plan files says what the program reads."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from desktop.core.paths import resource
from desktop.reports.kinds import KINDS
from desktop.reports.planfile import TEXTS, plan_in
from desktop.reports.templates import read_template, shipped_template
from tests.fake_extract import fake_dataset

HERE = {
    "udenfor_16_66": "uden_job",
    "skolefravaer": "fravaer",
    '"Fjordparken"': '"Skovbrynet"',
    "0116": "0103",
    "Æbleløkken": "Toften",
}


def explained() -> tuple[str, str]:
    page = resource("templates", "README.md").read_text("utf-8")
    template, plan = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    return template, plan


def test_the_explained_template_can_be_read(tmp_path: Path) -> None:
    made = read_template(explained()[0], tmp_path / "vores.toml")
    assert [spec.id for spec in made.chapters] == ["plan-front", "plan-goals", "words"]
    assert made.run_on


def test_the_explained_plan_can_be_read_and_has_every_key() -> None:
    text = explained()[1]
    for theirs, ours in HERE.items():
        text = text.replace(theirs, ours)
    plan = plan_in(text, "plan.toml", fake_dataset())
    (goal,), (effort,) = plan.goals, plan.efforts
    for part in (plan, goal, effort):
        assert all(getattr(part, name) not in ("", (), None) for name in part.__slots__)
    assert tuple(tomllib.loads(text)["text"]) == (
        "baggrund", "formaal", "omraadet", "organisering", "udgangspunkt", "udvikling",
        "sammenligning", "maal", "indsatser", "kort", "metode",
    )  # fmt: skip
    assert set(tomllib.loads(text)["text"]) == set(TEXTS)


def test_every_chapter_of_the_dossier_is_explained() -> None:
    page = resource("templates", "README.md").read_text("utf-8")
    assert "plan" in KINDS
    for spec in shipped_template("plan").chapters:
        assert f"| `{spec.id}` |" in page
