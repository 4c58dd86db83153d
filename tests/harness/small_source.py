"""A minimal code table: two families, three codes, and its expected catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import files
from db.catalog import Catalog
from db.entry import Action, Entry, Error, Family, SeeAlso, Text, Vendor

if TYPE_CHECKING:
    from pathlib import Path

ALPHA = """\
[family]
id = "alpha"
title = { zh = "甲类", en = "Alpha family" }

[[codes]]
code = 1
name = "ALPHA_ONE"
title = { zh = "甲一", en = "Alpha one" }
meaning = { zh = "甲一的意思。", en = "What alpha one means." }
causes = [{ zh = "甲一的原因。", en = "Why alpha one happens." }]
actions = [{ who = "developer", zh = "甲一的办法。", en = "What to do about alpha one." }]

[[codes]]
code = 20
name = "ALPHA_TWENTY"
title = { zh = "甲二十", en = "Alpha twenty" }
meaning = { zh = "甲二十的意思。", en = "What alpha twenty means." }
causes = [
  { zh = "甲二十的原因。", en = "Why alpha twenty happens." },
  { zh = "甲二十的另一个原因。", en = "Another reason for alpha twenty." },
]
actions = [{ who = "user", zh = "甲二十的办法。", en = "What to do about alpha twenty." }]
see_also = [{ code = -3, zh = "乙是负数。", en = "Beta is negative." }]
"""

BETA = """\
[family]
id = "beta"
title = { zh = "乙类", en = "Beta family" }

[[codes]]
code = -3
name = "BETA_MINUS"
title = { zh = "乙负三", en = "Beta minus three" }
meaning = { zh = "乙负三的意思。", en = "What beta minus three means." }
causes = [{ zh = "乙负三的原因。", en = "Why beta minus three happens." }]
actions = [{ who = "vendor", zh = "乙负三的办法。", en = "What to do about beta minus three." }]
"""

TABLE = """\
[vendor]
platform = { zh = "某平台", en = "Some platform" }
link = "https://docs.example.com/errors"

[browse]
families = ["beta", "alpha"]
"""


def write_small_source(folder: Path) -> Path:
    """Write the small source into a new folder, and return that folder."""
    folder.mkdir(parents=True)
    for name, content in {"alpha.toml": ALPHA, "beta.toml": BETA, "table.toml": TABLE}.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def edit(source: Path, file: str, old: str, new: str) -> None:
    """Replace the only occurrence of `old` with `new` in a file of the source."""
    content = (source / file).read_text(encoding="utf-8")
    assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {file}"
    (source / file).write_text(content.replace(old, new), encoding="utf-8")


def small_catalog(source: Path) -> Catalog:
    """Return the expected catalog of the unedited small source in this folder."""
    minus = Error(
        id="-3",
        family="beta",
        title=Text("乙负三", "Beta minus three"),
        meaning=Text("乙负三的意思。", "What beta minus three means."),
        causes=(Text("乙负三的原因。", "Why beta minus three happens."),),
        actions=(Action("vendor", Text("乙负三的办法。", "What to do about beta minus three.")),),
    )
    one = Error(
        id="1",
        family="alpha",
        title=Text("甲一", "Alpha one"),
        meaning=Text("甲一的意思。", "What alpha one means."),
        causes=(Text("甲一的原因。", "Why alpha one happens."),),
        actions=(Action("developer", Text("甲一的办法。", "What to do about alpha one.")),),
    )
    twenty = Error(
        id="20",
        family="alpha",
        title=Text("甲二十", "Alpha twenty"),
        meaning=Text("甲二十的意思。", "What alpha twenty means."),
        causes=(
            Text("甲二十的原因。", "Why alpha twenty happens."),
            Text("甲二十的另一个原因。", "Another reason for alpha twenty."),
        ),
        actions=(Action("user", Text("甲二十的办法。", "What to do about alpha twenty.")),),
        see_also=(SeeAlso("-3", Text("乙是负数。", "Beta is negative.")),),
    )
    return Catalog(
        entries=(Entry(minus, -3, "BETA_MINUS"), Entry(one, 1, "ALPHA_ONE"), Entry(twenty, 20, "ALPHA_TWENTY")),
        families=(
            Family("beta", Text("乙类", "Beta family")),
            Family("alpha", Text("甲类", "Alpha family")),
        ),
        vendor=Vendor(Text("某平台", "Some platform"), "https://docs.example.com/errors"),
        digest=files.digest(source),
    )
