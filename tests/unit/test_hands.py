"""Hands: so many bytes at once, in the order in which they came."""

import asyncio

from bot.hands import Hands


async def test_no_more_is_held_than_there_is_room_for():
    """What does not fit waits, and so does what comes after it; alone, anything fits."""
    hands = Hands(10)
    order = []
    held = 0

    async def bring(name, size):
        nonlocal held
        async with hands.hold(size):
            held += size
            assert held <= 10 or held == size
            order.append(name)
            await asyncio.sleep(0.001)
            held -= size

    sizes = {"a": 6, "b": 6, "c": 1, "d": 25, "e": 10, "f": 0}
    await asyncio.gather(*(bring(name, size) for name, size in sizes.items()))
    assert order == [*sizes]


async def test_who_gives_up_or_fails_frees_the_room():
    """Neither a cancelled wait nor an error keeps bytes in hand."""
    hands = Hands(10)
    try:
        async with hands.hold(10):
            waiting = asyncio.create_task(hands.hold(1).__aenter__())
            await asyncio.sleep(0)
            waiting.cancel()
            raise ValueError
    except ValueError:
        pass
    await asyncio.wait([waiting])
    async with hands.hold(10):
        pass
