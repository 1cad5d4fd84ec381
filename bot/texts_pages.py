"""What the bot says about the pages of a document."""

from bot.catalogue import mark

PDF_UNDER_WAY = mark("The PDF is on its way.")
PLAIN_PDF = mark("I could not keep the layout of your Word file, so this PDF has a plain one.")
NO_PDF = mark(
    "I could not make a PDF of this document. Open the Word file and save it as a PDF there."
)
GONE = mark(
    "This document is not kept any more, so I cannot make a PDF of it. Open the Word file and "
    "save it as a PDF there."
)
