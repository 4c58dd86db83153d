"""A minimal code table of two platforms: the phone has another number for code 10 of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PLATFORMS = """\
[[platforms]]
id = "web"
title = { zh = "网页端", en = "Web" }
link = "https://docs.example.com/web"

[[platforms.cues]]
pattern = 'web'
yes = ["web 10"]
no = ["phone 10"]

[[platforms]]
id = "phone"
title = { zh = "手机端", en = "Phone" }
link = "https://docs.example.com/phone"
members = { android = "Android", ios = "iOS" }

[[platforms.cues]]
pattern = 'phone'
yes = ["phone 10"]

[[platforms.cues]]
member = "ios"
is_device = true
pattern = 'ios'
yes = ["ios 10"]
"""

FAMILY = """\
[family]
id = "room"
title = { zh = "房间", en = "Rooms" }

[[errors]]
id = "room-full"
title = { zh = "房间满了", en = "Room is full" }
meaning = { zh = "房间里没有位置了。", en = "There is no place left in the room.", source = "the page" }
causes = [
  { zh = "人数到了上限。", en = "The limit is reached." },
  { zh = "上限设小了。", en = "The limit is set low.", source = "a test" },
]
actions = [{ who = "developer", zh = "调大上限。", en = "Raise the limit." }]
limits = [{ zh = "每间五十人。", en = "Fifty people a room." }]
see_also = [{ id = "room-gone", zh = "房间不存在。", en = "There is no room." }]

[[errors.numbers]]
on = "web"
code = 10
name = "ROOM_FULL"
arrives = ["promise"]
raised_by = ["join"]
messages = ["the room is really full"]
retryable = "after"
retry = { zh = "有人离开之后。", en = "Once somebody left." }
example = "room.join().catch(show)"

[[errors.numbers]]
on = "phone"
code = 20
name = "ROOM_IS_FULL"
names = ["EMRoomFull"]
only = ["ios"]

[[errors]]
id = "room-gone"
title = { zh = "房间没了", en = "Room is gone" }
meaning = { zh = "没有这个房间。", en = "There is no such room." }
causes = [{ zh = "房间删了。", en = "The room was deleted." }]
actions = [{ who = "user", zh = "换一个房间。", en = "Take another room." }]

[[errors.numbers]]
on = "phone"
code = 10
name = "ROOM_GONE"

[[errors]]
id = "room-closed"
title = { zh = "房间关了", en = "Room is closed" }
meaning = { zh = "房间关着。", en = "The room is shut." }
causes = [{ zh = "到了关门时间。", en = "It is past the hours." }]
actions = [{ who = "user", zh = "明天再来。", en = "Come back tomorrow." }]
reported_as = { phone = 10 }

[[errors.numbers]]
on = "web"
code = 30
name = "ROOM_CLOSED"
"""

TABLE = """\
[vendor]
platform = { zh = "某平台", en = "Some platform" }
link = "https://docs.example.com/errors"

[browse]
families = ["room"]
"""


def write_platform_source(folder: Path) -> Path:
    """Write the source of two platforms into a new folder, and return that folder."""
    folder.mkdir(parents=True)
    for name, content in {"platforms.toml": PLATFORMS, "room.toml": FAMILY, "table.toml": TABLE}.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder
