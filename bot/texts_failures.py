"""What the bot says when something is of no use or does not work: a sentence for each error."""

from agents import errors as agent_errors
from bot import links, runs
from documents import errors as document_errors
from storage import errors as storage_errors

_INSTEAD = "Please paste the text of the job post here, or send a screenshot of it."

FAILURES: dict[type[Exception], str] = {
    document_errors.Empty: (
        "There is no text in this file. Please send another one, or paste the text."
    ),
    document_errors.Damaged: (
        "This file is damaged or cut short, I can't open it. Please export it again "
        "(DOCX or PDF), or paste the text."
    ),
    document_errors.Encrypted: (
        "This file is protected by a password. Please remove the protection and send it again."
    ),
    document_errors.Scanned: (
        "This is a picture, and I can't read pictures here. Please send the Word file or a PDF "
        "made from it, or paste the text."
    ),
    document_errors.Illegible: (
        "I can't read the text in this picture. Please take it again, straight, sharp and in good "
        "light, or send a file, or paste the text."
    ),
    document_errors.OddPicture: (
        "I can't open this kind of picture. Please send it as a photo instead of as a file "
        "(Telegram makes it a JPEG then), or as PNG or WEBP."
    ),
    document_errors.Walled: (
        f"This page shows its text only in a browser or after a login. {_INSTEAD}"
    ),
    document_errors.TooLarge: (
        "This file is too big or too complex for me. Please send a simpler one "
        "(a résumé has a few pages), or paste the text."
    ),
    document_errors.Unsupported: (
        "I can't read this kind of file. I take DOCX, PDF, TXT and MD, photos, or pasted text."
    ),
    document_errors.DocumentError: "I can't use this file. Please send another one.",
    links.LinkError: f"I could not open this link. {_INSTEAD}",
    links.Forbidden: f"I open only pages on the public web. {_INSTEAD}",
    links.Unreachable: f"I could not reach this page. {_INSTEAD}",
    links.Gone: f"There is no page behind this link, perhaps not any more. {_INSTEAD}",
    links.Declined: f"This site did not let me in. {_INSTEAD}",
    links.NoPage: (
        f"This link does not lead to a web page that I can read. {_INSTEAD} "
        "If it is a file, send me the file itself."
    ),
    agent_errors.Unavailable: "The language model can't be reached just now.",
    agent_errors.Rejected: "The language model's provider refused the request.",
    agent_errors.Declined: "The language model declined to work on this text.",
    agent_errors.BadAnswer: "The language model gave no usable answer.",
    agent_errors.ModelError: "The language model gave no answer.",
    runs.Stuck: "This one did not get on, not even when I began again.",
    storage_errors.Full: (
        "My disk is full, so I can take nothing new just now. What you sent before is safe; "
        "the owner knows. Please try again later."
    ),
    storage_errors.Unavailable: "My records can't be reached just now. Please try again soon.",
    storage_errors.Missing: "This is not there any more. Please send it again.",
    storage_errors.Forgotten: "This was deleted for good. Please send it again.",
    storage_errors.Unreadable: "A stored file of yours can't be read now. Please send it anew.",
    storage_errors.Contradiction: "These two do not fit together. Please begin anew with /cancel.",
    storage_errors.BadBackup: "This backup is damaged, or is not one of mine. Nothing was changed.",
    storage_errors.KeysLost: "The key file is missing: keys.db has to be put back first.",
    storage_errors.NewerDatabase: "These data were written by a newer version of the bot.",
    storage_errors.StorageError: "My records are in trouble. Please try again in a moment.",
}
