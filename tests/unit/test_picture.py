"""Pictures are decoded within limits, upright, and evened out."""

import contextlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps

from documents import picture, reader, sniff
from documents.errors import Damaged, OddPicture, Scanned, TooLarge
from tests.unit import picture_samples


def chunk(kind, content):
    """A part of a PNG file."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png(width, height):
    """The start of a PNG of this size: its picture would follow."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"x")


def mean(image):
    """How bright *image* is, 0 to 255."""
    return image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))


KINDS = [
    *(("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA")),
    *(("JPEG", mode) for mode in ("L", "RGB", "CMYK")),
    *(("WEBP", mode) for mode in ("L", "RGB", "RGBA")),
]


@pytest.mark.parametrize(("format", "mode"), KINDS)
def test_pictures_of_all_kinds_become_grey(format, mode):
    """The three formats, with the kinds of pixels that each has."""
    image = Image.new("RGB", (60, 40), "white").convert(mode)
    data = picture_samples.encode(image, format)
    assert sniff.tell(data) == "picture"
    read = picture.read(data)
    assert (read.mode, read.size) == ("L", (60, 40))
    assert mean(read) > 250


def test_what_is_transparent_is_paper():
    """Dark letters on nothing, as in some screenshots, stay legible."""
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (10, 10, 20, 20))
    read = picture.read(picture_samples.encode(image))
    assert read.getpixel((1, 1)) == 255
    assert read.getpixel((15, 15)) == 0


def test_a_photo_is_turned_as_it_was_taken():
    """Phones store it as the sensor lay, and a note on how to turn it."""
    image = Image.new("L", (60, 40), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    assert picture.read(picture_samples.encode(image, "JPEG", exif=exif)).size == (40, 60)


def test_large_pictures_are_made_smaller():
    """No side is longer than text recognition needs."""
    image = Image.new("1", (6000, 3000), 1)
    assert picture.read(picture_samples.encode(image)).size == (2500, 1250)


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (8_000, 7_000), (41_000_000, 1)])
def test_too_many_pixels_are_refused_before_they_are_decoded(width, height):
    """The size is told at the start of the file; Pillow alone would only warn of the second."""
    with pytest.raises(TooLarge):
        picture.read(png(width, height))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        png(10, 10),
        b"\xff\xd8\xff\xe0" + bytes(100),
        b"RIFF\x10\0\0\0WEBPVP8 " + bytes(8),
        b"GIF89a" + bytes(50),
    ],
)
def test_what_cannot_be_decoded_is_damaged(data):
    """Only three formats are tried at all."""
    with pytest.raises(Damaged):
        picture.read(data)


@given(st.data())
def test_a_broken_file_is_damaged_or_a_picture(data):
    """Wherever a byte is wrong or the rest is missing."""
    whole = picture_samples.encode(Image.new("L", (20, 20), "white"), "JPEG")
    at = data.draw(st.integers(0, len(whole) - 1))
    value = data.draw(st.integers(0, 255))
    for broken in (whole[:at], whole[:at] + bytes([value]) + whole[at + 1 :]):
        with contextlib.suppress(Damaged, TooLarge):
            assert picture.read(broken).mode == "L"


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0\0\x18ftypheic" + bytes(20),
        b"\0\0\0\x1cftypavif" + bytes(20),
        b"GIF89a" + bytes(20),
        b"II*\0" + bytes(20),
        b"BM" + bytes(20),
    ],
)
def test_other_pictures_are_told_apart(data):
    """There is a sentence for them: sent as a photo, Telegram makes them JPEG."""
    with pytest.raises(OddPicture):
        sniff.tell(data)


def test_a_picture_has_no_text_layer():
    """Reading it takes text recognition, which `child.read` tries next."""
    with pytest.raises(Scanned):
        reader.read(picture_samples.encode(Image.new("L", (20, 20))))


@pytest.mark.parametrize("case", ["dark", "half dark", "shade"])
def test_all_grounds_become_white_and_all_letters_dark(case):
    """Dark screens, dark columns and shadows end as black on white."""
    light = picture_samples.draw(picture_samples.POST)
    if case == "dark":
        image = ImageOps.invert(light)
    elif case == "half dark":
        image = light.copy()
        half = light.crop((0, 0, light.width, light.height // 2))
        image.paste(ImageOps.invert(half))
    else:
        shadow = Image.linear_gradient("L").resize(light.size).point(lambda v: 90 + v * 165 // 255)
        image = ImageChops.multiply(light, shadow)
    evened, plain = picture.even(image), picture.even(light)
    assert evened.size == (2 * light.width, 2 * light.height)
    assert abs(mean(evened) - mean(plain)) < 12
    assert mean(ImageChops.difference(evened, plain)) < 12
