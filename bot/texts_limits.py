"""What people hear at a limit: of the day, of the month, or because the bot takes nothing new."""

from bot.catalogue import count, mark, tell

BLOCKED = mark(
    "This bot is closed to you. What it keeps about you is still yours: /privacy, /export_me, "
    "/delete_me."
)
CLOSED = mark(
    "⏸ The bot takes nothing new for the moment. What is under way goes on; please send it again "
    "later."
)
MONTH = mark(
    "💰 This month's budget for language models is used up. I can work <b>by rules</b>: your own "
    "lines in the order this post asks for, nothing reworded, at no cost. With a model again next "
    "month."
)
NO_MODEL = mark(
    "Language models are not open to you. I can work <b>by rules</b>: your own lines in the order "
    "this post asks for, nothing reworded."
)


def day(most: int) -> str:
    """Somebody has begun as many applications today as they may."""
    full = count(
        most,
        "📅 You have used today's application with a language model.",
        "📅 You have used today's {n} applications with a language model.",
    )
    offer = tell(
        "I can work <b>by rules</b>: your own lines in the order this post asks for, nothing "
        "reworded. With a model again tomorrow."
    )
    return f"{full} {offer}"
