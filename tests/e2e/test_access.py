"""Access: who is let in, and what the others hear."""

PATIENCE = 60.0


async def test_pictures_stickers_and_strangers_get_a_sentence(telegram, start_bot, model):
    """Nothing that a person can send is met with silence."""
    ada, eve = telegram.person("Ada Example"), telegram.person("Eve Sample")
    await start_bot(model, ALLOWED_USER_IDS=str(ada.id))
    ada.send_photo(b"\x89PNG\r\n\x1a\n" + bytes(99))
    await ada.chat.wait_for_text("damaged", timeout=PATIENCE)
    eve.command("start")
    answer = await eve.chat.wait_for_text("private", timeout=PATIENCE)
    assert str(eve.id) in answer.text


async def test_an_open_bot_says_in_its_log_how_nobody_gets_in(start_bot, telegram):
    """With nobody admitted the log tells how to open the bot, and a stranger learns their id."""
    ada = telegram.person("Ada Example")
    bot = await start_bot(ALLOWED_USER_IDS="")
    ada.command("start")
    await ada.chat.wait_for_text(str(ada.id), timeout=PATIENCE)
    assert "ALLOWED_USER_IDS" in bot.read()
