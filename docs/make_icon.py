"""Draw the app's icon, `assets/icon.png`: a speech bubble with an exclamation mark.

Slack takes a square of 512 to 2000 pixels; the Slack CLI finds it at that path. Needs Pillow.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

ICON = Path(__file__).parents[1] / "assets" / "icon.png"
SIDE = 512
_SCALE = 4
"""Drawn larger and shrunk, since Pillow's edges are not smooth."""
_BLUE = "#1f4e79"
"""The background of the manifest."""
_WHITE = "#ffffff"
_ORANGE = "#f2994a"


def draw() -> Image.Image:
    """Return the icon."""
    image = Image.new("RGB", (SIDE * _SCALE, SIDE * _SCALE), _BLUE)
    pen = ImageDraw.Draw(image)

    def at(*places: float) -> list[float]:
        return [place * _SCALE for place in places]

    pen.rounded_rectangle(at(84, 92, 428, 352), radius=56 * _SCALE, fill=_WHITE)
    pen.polygon(at(156, 330, 156, 436, 262, 340), fill=_WHITE)
    pen.polygon(at(228, 140, 284, 140, 272, 256, 240, 256), fill=_ORANGE)
    pen.ellipse(at(232, 276, 280, 324), fill=_ORANGE)
    # A few colours are enough, and make a small file.
    return image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).quantize(32)


def main() -> None:
    """Write the icon."""
    ICON.parent.mkdir(exist_ok=True)
    draw().save(ICON, optimize=True)
    print(f"{ICON}: {ICON.stat().st_size} bytes")


if __name__ == "__main__":
    main()
