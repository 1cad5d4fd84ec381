"""What can be wrong with a file that somebody sends.

DocumentError
├── Empty          nothing in it, or no words
├── Damaged        cut short, corrupt, or its reader died on it
├── Encrypted      asks for a password
├── Scanned        pictures of pages, no text layer
├── TooLarge       over a limit of size, pages, expansion, time or memory
├── Walled         a web page that shows its text only to a browser or after a login
├── Illegible      a picture in which no text could be recognised
└── Unsupported    not a document that can be read, whatever its name says
    └── OddPicture a picture, but in none of the formats that are read

None of them goes away by trying again with the same file.
"""


class DocumentError(Exception):
    """A file cannot be used; the subclass says why."""

    again = False


class Empty(DocumentError):
    """The file has no content, or no words in it."""


class Damaged(DocumentError):
    """The file is cut short or corrupt."""


class Encrypted(DocumentError):
    """The file asks for a password."""


class Scanned(DocumentError):
    """The file has pictures of pages and no text layer."""


class TooLarge(DocumentError):
    """The file is over a limit of size, pages, expansion, time or memory."""


class Walled(DocumentError):
    """The web page shows its text only to a browser or after a login."""


class Illegible(DocumentError):
    """No text could be recognised in the picture."""


class Unsupported(DocumentError):
    """The file is not a document that can be read."""


class OddPicture(Unsupported):
    """The picture is in a format that is not read: HEIC, TIFF, GIF and others."""
