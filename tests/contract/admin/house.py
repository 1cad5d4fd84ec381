"""Who is in the house of these tests, and how they are spoken with."""

from storage import audit

ROOT, ADA, EVE = 5_100_001, 5_100_002, 5_100_003  # an admin, somebody who is let in, a stranger
PNG = b"\x89PNG\r\n\x1a\n"


async def told(house, person, text):
    """The one answer to this."""
    [message] = await house.said(person, text)
    return message


async def last(house):
    """What the audit has last: action, target, outcome."""
    [entry] = await audit.latest(house.db, 1)
    assert entry.admin == ROOT
    return entry.action, entry.target, entry.outcome
