"""Photos and screenshots: decoded within limits, upright, and evened out for text recognition."""

import io
import warnings

from PIL import Image, ImageChops, ImageFilter, ImageOps, UnidentifiedImageError

from documents.errors import Damaged, TooLarge

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 40_000_000
MAX_SIDE = 2_500  # pixels
_ENLARGED = 2.0  # at most: letters of small screenshots are too low to be told apart
_COARSE = 8  # pixels that become one where only the ground matters
_WINDOW = 15  # of these: wider than a word, narrower than a column

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def read(data: bytes) -> Image.Image:
    """The picture in shades of grey, as it is meant to be seen, at most MAX_SIDE wide and high.

    Raises TooLarge over MAX_PIXELS, which is told before decoding, and Damaged.
    """
    try:
        with warnings.catch_warnings():
            # Up to twice its limit, Pillow would only warn.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                image.draft("L", (MAX_SIDE, MAX_SIDE))
                return _flatten(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge(f"a picture of over {MAX_PIXELS // 10**6} million pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Damaged(f"picture: {error}") from error


def even(image: Image.Image) -> Image.Image:
    """*image* as dark letters on white, large enough to be read.

    What differs from the ground around it becomes dark: shadows go, and letters on a dark screen
    or in a dark column look like all others.
    """
    scale = min(_ENLARGED, MAX_SIDE / max(image.size))
    if scale > 1:
        image = image.resize(
            (round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS
        )
    ground = image.reduce(_COARSE).filter(ImageFilter.MedianFilter(_WINDOW))
    ground = ground.filter(ImageFilter.GaussianBlur(2))
    ground = ground.resize(image.size, Image.Resampling.BILINEAR)
    return ImageOps.autocontrast(ImageOps.invert(ImageChops.difference(image, ground)), (0.5, 0))


def _flatten(image: Image.Image) -> Image.Image:
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        image = Image.alpha_composite(paper, seen)
    return image.convert("L")
