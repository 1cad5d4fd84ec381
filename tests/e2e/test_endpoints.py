"""Health and metrics of the real process, as a platform and a monitor ask for them."""

import asyncio

PATIENCE = 60.0
METRICS = "metrics-token-0123456789"


async def until(ask, path, status, timeout=PATIENCE):
    """Wait until the path answers with this status."""
    async with asyncio.timeout(timeout):
        while True:
            answer = await ask(path)
            if answer is not None and answer.status_code == status:
                return answer
            await asyncio.sleep(0.1)


async def test_a_process_tells_how_it_is(
    start_bot, telegram, model, ask, port, ada, resume, posting, agree
):
    """Not ready before Telegram knows it, then well; metrics count a run, for the token only."""
    telegram.fail("error", "getMe", times=None)
    bot = await start_bot(model, PORT=str(port), METRICS_TOKEN=METRICS, quiet=False)
    assert (await until(ask, "/livez", 200)).text == "ok\n"
    starting = await until(ask, "/healthz", 503)
    assert starting.json()["checks"]["telegram"] == {"ok": False, "note": "starting"}
    assert (await until(ask, "/readyz", 503)).json()["status"] == "trouble"
    telegram.faults.clear()
    await until(ask, "/readyz", 200)
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send_document(posting.encode(), "posting.txt")
    await agree(ada)
    await ada.chat.wait_for_document(timeout=PATIENCE)
    healthy = await until(ask, "/healthz", 200)
    assert healthy.json()["status"] == "ok"
    assert set(healthy.json()["checks"]) == {
        *("telegram", "database", "disk", "backup", "inbox", "work", "watch")
    }
    assert (await ask("/metrics")).status_code == 401
    assert (await ask("/metrics", Authorization="Bearer wrong")).status_code == 401
    page = (await ask("/metrics", Authorization=f"Bearer {METRICS}")).text
    assert 'bot_applications{state="delivered"} 1.0' in page
    assert 'bot_healthy{check="backup"} 1.0' in page
    assert 'bot_polls_total{code="200"}' in page
    assert 'bot_update_seconds_count{kind=""}' in page
    assert "process_resident_memory_bytes" in page
    assert (await ask("/nothing")).status_code == 404
    assert await bot.stop() == 0
    assert await ask("/livez") is None


async def test_without_a_token_there_are_no_metrics(start_bot, ask, port):
    """Nobody reads figures that nobody asked to be served, and a port that is taken is said."""
    bot = await start_bot(PORT=str(port))
    await until(ask, "/readyz", 200)
    assert (await ask("/metrics")).status_code == 404
    second = await start_bot(PORT=str(port), name="second")
    assert await second.process.wait() == 2
    assert "PORT" in second.read()
    assert bot.process.returncode is None
