"""The thread behind SQLite: a statement in one trip, and an end for every connection."""

import asyncio
import gc
import sqlite3

import pytest

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


async def test_a_transaction_begins_with_its_first_statement(tmp_path):
    """What was begun and never used has nothing to end; what was used ends as it is told to."""
    connection = await courier.connect(str(tmp_path / "a.db"), isolation_level=None)
    await connection.cursor().execute("CREATE TABLE t (n INTEGER)")
    connection.begin("BEGIN")
    await connection.commit()
    assert not connection.in_transaction
    for end, left in ((connection.rollback, 0), (connection.commit, 1)):
        connection.begin("BEGIN IMMEDIATE")
        await connection.cursor().execute("INSERT INTO t VALUES (1)")
        assert connection.in_transaction
        await end()
        assert not connection.in_transaction
        counting = connection.cursor()
        await counting.execute("SELECT count(*) FROM t")
        assert await counting.fetchall() == [(left,)]
    await connection.close()


async def test_a_statement_that_broke_off_leaves_no_transaction_open(tmp_path):
    """Neither where SQLite refused it nor where nobody waited for it any more."""
    connection = await courier.connect(str(tmp_path / "a.db"), isolation_level=None)
    connection.begin("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError):
        await connection.cursor().execute("SELECT * FROM nowhere")
    await connection.rollback()
    assert not connection.in_transaction
    connection.begin("BEGIN IMMEDIATE")
    asking = asyncio.create_task(connection.cursor().execute("SELECT 1"))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await connection.rollback()
    assert not connection.in_transaction
    await connection.close()
