"""Pictures of text for the tests: screenshots and photos of pages, drawn on the spot."""

import io

from PIL import Image, ImageDraw, ImageFont

POST = """Accountant (full time)
Example Ltd, Lund
What you will do
• Keep the books of two companies
• Prepare the monthly closing
Requirements
• Five years of experience
• Sound knowledge of Excel
We offer a salary of 60,000 dollars
Apply by 15 December at jobs@example.com"""
RESUME = """Ada Example
ada@example.com
Experience
Clerk, Example Ltd, 2019 - 2024
• Kept the books of two companies
• Filed 300 letters a week
Education
BSc Economics, Example College, 2015 - 2018
Skills
Excel, SQL, typing"""


def draw(text, *, size=30, width=900, dark=False):
    """*text* as a screenshot."""
    font = ImageFont.load_default(size)
    rows = text.split("\n")
    ink, ground = ("white", "black") if dark else ("black", "white")
    pitch = size * 8 // 5
    image = Image.new("L", (width, pitch * len(rows) + 2 * size), ground)
    pen = ImageDraw.Draw(image)
    for number, row in enumerate(rows):
        left, top = 2 * size, pitch * number + size
        if row.startswith("•"):
            pen.ellipse((left, top + size // 2, left + size // 3, top + size * 5 // 6), fill=ink)
            row = row[1:].lstrip()
            left += size
        pen.text((left, top), row, font=font, fill=ink)
    return image


def encode(image, format="PNG", **options):
    """*image* as a file."""
    written = io.BytesIO()
    image.save(written, format, **options)
    return written.getvalue()


def pdf(*images):
    """A scanned PDF: a page for each picture."""
    written = io.BytesIO()
    first, *others = (image.convert("L") for image in images)
    first.save(written, "PDF", save_all=True, append_images=others, resolution=100)
    return written.getvalue()
