"""What the bot says about its own health, and about keeping and deleting.

What only admins read stays English.
"""

from bot.catalogue import mark

DISK = "The disk is nearly full: I take nothing new until there is room again."
CONTESTED = "Another program uses this bot's token: each of us gets only some of the messages."
STUCK = "Application {} does not get on."
DELETE = mark(
    "This deletes everything that I keep about you: your résumés, the posts, the documents made "
    "from them, and the key without which no backup of them can be read. Nobody can undo it."
)
DELETED = mark("Everything about you is deleted.")
KEPT = mark("Nothing was deleted.")
EXPORTING = mark("Here is everything that I keep about you.")
NO_BACKUPS = "There are no backups yet."
