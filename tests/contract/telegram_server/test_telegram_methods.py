"""The door: how calls are read, and what is refused there."""

import pytest


async def test_bot_knows_itself(bot, server):
    """getMe gives the bot whose id is in the token."""
    me = (await bot("getMe")).result
    assert me["is_bot"] is True
    assert me["id"] == int(server.token.partition(":")[0])
    assert me["username"] == server.bot.username


@pytest.mark.parametrize("how", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_four_ways(bot, ada, server, how):
    """Query, form, multipart and JSON bodies are all read; method names in any case."""
    url = f"{server.url}/bot{server.token}/SENDMESSAGE"
    params = {"chat_id": str(ada.id), "text": "héllo"}
    if how == "query":
        response = await bot.http.get(url, params=params)
    elif how == "form":
        response = await bot.http.post(url, data=params)
    elif how == "json":
        markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
        body = {"chat_id": ada.id, "text": "héllo", "reply_markup": markup}
        response = await bot.http.post(url, json=body)
    else:
        response = await bot.http.post(url, files={k: (None, v) for k, v in params.items()})
    assert response.json()["result"]["text"] == "héllo"
    assert ada.chat.from_bot[-1].labels == (["Go"] if how == "json" else [])


async def test_wrong_token_is_unauthorized(bot, server):
    """Another token than the server's gets 401 and changes nothing."""
    response = await bot.http.get(f"{server.url}/bot1:wrong/getMe")
    assert response.status_code == 401
    assert response.json()["description"] == "Unauthorized"


async def test_unknown_method_is_a_complaint(bot, server, capfd):
    """A method that is not there is 404, and loud: python-telegram-bot would blame the token."""
    reply = await bot("sendHologram", chat_id=1)
    assert (reply.status, reply.refusal) == (404, "Not Found: method not found")
    assert server.complaints == ["sendHologram: Not Found: method not found"]
    assert "sendHologram" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("getMe", {"verbose": "1"}, "getMe: sandbox: unknown parameter verbose"),
        ("sendMessage", {"text": "x", "colour": "red"}, "unknown parameter colour"),
        ("sendMessage", {"text": "x", "parse_mode": "MarkdownV2"}, "parse_mode 'MarkdownV2'"),
        ("sendDocument", {"document": "https://example.com/a.pdf"}, "files by URL"),
    ],
)
async def test_what_is_not_supported_is_a_complaint(bot, ada, server, method, params, complaint):
    """Nothing that this server does not model is silently passed over."""
    if method != "getMe":
        params = {"chat_id": ada.id, **params}
    reply = await bot(method, **params)
    assert reply.status == 400
    assert len(server.complaints) == 1
    assert complaint in server.complaints[0]


async def test_call_log_tells_method_parameters_and_outcome(bot, ada, server):
    """Every call is in the log, with its parameters and what came of it."""
    await bot("sendMessage", chat_id=ada.id, text="hello")
    await bot("sendMessage", chat_id=77, text="hello")
    good, wrong = server.called("sendMessage")
    assert (good.code, good.chat, good.params["text"]) == (200, ada.id, "hello")
    assert (wrong.code, wrong.description) == (400, "Bad Request: chat not found")
    assert server.called("sendMessage", chat=ada.id) == [good]


async def test_commands_are_kept_by_scope_and_language(bot, ada, server):
    """Commands of one scope and language do not show in another."""
    start = [{"command": "start", "description": "Begin"}]
    admin = [{"command": "backup", "description": "Back up"}]
    scope = {"type": "chat", "chat_id": ada.id}
    await bot("setMyCommands", commands=start, language_code="de")
    await bot("setMyCommands", commands=admin, scope=scope)
    assert (await bot("getMyCommands", language_code="de")).result == start
    assert (await bot("getMyCommands")).result == []
    assert (await bot("getMyCommands", scope=scope)).result == admin
    assert server.profile.names(f"chat:{ada.id}") == ["backup"]
    await bot("deleteMyCommands", scope=scope)
    assert server.profile.names(f"chat:{ada.id}") == []


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"commands": [{"command": "Start!", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({}, "can't parse commands JSON object"),
        ({"commands": "[", "scope": {}}, "can't parse commands JSON object"),
        ({"commands": [], "scope": {"type": "moon"}}, "unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 1}}, "chat not found"),
        ({"commands": [], "language_code": "de-AT"}, "invalid language code specified"),
    ],
)
async def test_wrong_commands_are_refused(bot, params, refusal):
    """Names, descriptions and scopes are checked."""
    assert refusal in (await bot("setMyCommands", **params)).refusal


async def test_descriptions_by_language(bot):
    """A language without its own text sees the common one."""
    await bot("setMyDescription", description="Tailors résumés")
    await bot("setMyShortDescription", short_description="Kurz", language_code="de")
    described = (await bot("getMyDescription", language_code="de")).result
    assert described == {"description": "Tailors résumés"}
    assert (await bot("getMyShortDescription")).result == {"short_description": ""}
    assert "too long" in (await bot("setMyDescription", description="x" * 513)).refusal


async def test_get_chat_shows_even_a_chat_that_is_closed(bot, ada):
    """getChat tells who is there, also after a block."""
    ada.block()
    chat = (await bot("getChat", chat_id=ada.id)).result
    assert (chat["type"], chat["first_name"]) == ("private", "Ada")
