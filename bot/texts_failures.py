"""What the bot says when something is of no use or does not work: a sentence for each error."""

from agents import errors as agent_errors
from bot import links, runs
from bot.catalogue import mark
from documents import errors as document_errors
from storage import errors as storage_errors

INSTEAD = mark("Please paste the text of the job post here, or send a screenshot of it.")

FAILURES: dict[type[Exception], str] = {
    document_errors.Empty: mark(
        "There is no text in this file. Please send another one, or paste the text."
    ),
    document_errors.Damaged: mark(
        "This file is damaged or cut short, I can't open it. Please export it again "
        "(DOCX or PDF), or paste the text."
    ),
    document_errors.Encrypted: mark(
        "This file is protected by a password. Please remove the protection and send it again."
    ),
    document_errors.Scanned: mark(
        "This is a picture, and I can't read pictures here. Please send the Word file or a PDF "
        "made from it, or paste the text."
    ),
    document_errors.Illegible: mark(
        "I can't read the text in this picture. Please take it again, straight, sharp and in good "
        "light, or send a file, or paste the text."
    ),
    document_errors.OddPicture: mark(
        "I can't open this kind of picture. Please send it as a photo instead of as a file "
        "(Telegram makes it a JPEG then), or as PNG or WEBP."
    ),
    document_errors.Walled: mark(
        "This page shows its text only in a browser or after a login. {instead}"
    ),
    document_errors.TooLarge: mark(
        "This file is too big or too complex for me. Please send a simpler one "
        "(a résumé has a few pages), or paste the text."
    ),
    document_errors.Unsupported: mark(
        "I can't read this kind of file. I take DOCX, PDF, TXT and MD, photos, or pasted text."
    ),
    document_errors.DocumentError: mark("I can't use this file. Please send another one."),
    links.LinkError: mark("I could not open this link. {instead}"),
    links.Forbidden: mark("I open only pages on the public web. {instead}"),
    links.Unreachable: mark("I could not reach this page. {instead}"),
    links.Gone: mark("There is no page behind this link, perhaps not any more. {instead}"),
    links.Declined: mark("This site did not let me in. {instead}"),
    links.NoPage: mark(
        "This link does not lead to a web page that I can read. {instead} "
        "If it is a file, send me the file itself."
    ),
    agent_errors.Unavailable: mark("The language model can't be reached just now."),
    agent_errors.Rejected: mark("The language model's provider refused the request."),
    agent_errors.Declined: mark("The language model declined to work on this text."),
    agent_errors.BadAnswer: mark("The language model gave no usable answer."),
    agent_errors.ModelError: mark("The language model gave no answer."),
    runs.Stuck: mark("This one did not get on, not even when I began again."),
    storage_errors.Full: mark(
        "My disk is full, so I can take nothing new just now. What you sent before is safe; "
        "the owner knows. Please try again later."
    ),
    storage_errors.Unavailable: mark(
        "My records can't be reached just now. Please try again soon."
    ),
    storage_errors.Missing: mark("This is not there any more. Please send it again."),
    storage_errors.Gone: mark(
        "This document is not kept any more. Press Start with the same files to make it anew."
    ),
    storage_errors.Forgotten: mark("This was deleted for good. Please send it again."),
    storage_errors.Unreadable: mark(
        "A stored file of yours can't be read now. Please send it anew."
    ),
    storage_errors.Contradiction: mark(
        "These two do not fit together. Please begin anew with /cancel."
    ),
    storage_errors.BadBackup: mark(
        "This backup is damaged, or is not one of mine. Nothing was changed."
    ),
    storage_errors.KeysLost: mark("The key file is missing: keys.db has to be put back first."),
    storage_errors.NewerDatabase: mark("These data were written by a newer version of the bot."),
    storage_errors.StorageError: mark("My records are in trouble. Please try again in a moment."),
}
