"""The thread behind SQLite: a statement in one trip, and an end for every connection."""

import asyncio
import gc

from storage import courier


async def test_a_statement_brings_all_that_it_gives(tmp_path):
    """Rows, their description, and how many there were."""
    connection = await courier.connect(str(tmp_path / "a.db"))
    cursor = connection.cursor()
    await cursor.execute("CREATE TABLE t (n INTEGER)")
    await cursor.executemany("INSERT INTO t VALUES (?)", [(1,), (2,)])
    assert cursor.rowcount == 2
    await cursor.execute("SELECT n FROM t WHERE n > ?", (0,))
    assert cursor.description[0][0] == "n"
    assert await cursor.fetchall() == [(1,), (2,)]
    assert await cursor.fetchall() == []
    await connection.close()


async def test_a_connection_that_nobody_got_is_closed(tmp_path):
    """Whoever waited for it was cancelled; its thread ends and warns nobody."""
    connection = await courier.connect(str(tmp_path / "a.db"))
    thread = connection._thread
    del connection
    gc.collect()
    await asyncio.to_thread(thread.join, 10)
    assert not thread.is_alive()
