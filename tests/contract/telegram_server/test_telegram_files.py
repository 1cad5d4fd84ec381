"""Files go in and out as they are, under ids that last."""

import struct

import pytest

from sandbox.files import Files, measure

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 400) + b"\x08\x02\x00\x00\x00"
GIF = b"GIF89a" + struct.pack("<HH", 30, 20)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640) + b"\x03"
)


async def fetch(bot, file_id):
    file = (await bot("getFile", file_id=file_id)).result
    url = f"{bot.server.url}/file/bot{bot.server.token}/{file['file_path']}"
    return await bot.http.get(url)


@pytest.mark.parametrize(
    ("name", "mime", "shown"),
    [
        ("cv.docx", DOCX, {"file_name": "cv.docx", "mime_type": DOCX}),
        ("cv.md", "application/octet-stream", {"file_name": "cv.md"}),
        ("кабінет.pdf", None, {"file_name": "кабінет.pdf"}),
        (None, "application/pdf", {"mime_type": "application/pdf"}),
        (None, None, {}),
    ],
)
async def test_document_of_a_person(bot, ada, name, mime, shown):
    """Name and type are as the app stated them, or missing; the bytes are the person's."""
    ada.send_document(b"bytes", name, mime, caption="my résumé")
    message = (await bot("getUpdates")).result[0]["message"]
    document = message["document"]
    assert message["caption"] == "my résumé"
    assert document["file_size"] == 5
    assert shown.items() <= document.items()
    assert ("file_name" in document, "mime_type" in document) == (name is not None, bool(mime))
    assert (await fetch(bot, document["file_id"])).content == b"bytes"


async def test_photo_of_a_person(bot, ada):
    """A photo is a list of sizes."""
    ada.send_photo(PNG, caption="job ad")
    message = (await bot("getUpdates")).result[0]["message"]
    largest = message["photo"][-1]
    assert (largest["width"], largest["height"]) == (640, 400)
    assert (await fetch(bot, largest["file_id"])).content == PNG


async def test_document_of_the_bot(bot, ada):
    """The person gets the very bytes, the name and the caption; Telegram finds the type."""
    files = {"document": ("Résumé Ada.docx", b"word", "application/octet-stream")}
    markup = {"inline_keyboard": [[{"text": "Changes", "callback_data": "changes"}]]}
    sent = await bot(
        "sendDocument",
        files,
        chat_id=ada.id,
        caption="<b>Yours</b>",
        parse_mode="HTML",
        reply_markup=markup,
    )
    assert sent.result["document"]["mime_type"] == DOCX
    assert sent.result["caption_entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    message = ada.chat.documents[0]
    assert (message.document.name, message.document.data) == ("Résumé Ada.docx", b"word")
    assert message.document.mime == DOCX
    assert message.labels == ["Changes"]
    again = await bot("sendDocument", chat_id=ada.id, document=sent.result["document"]["file_id"])
    assert again.result["document"] == sent.result["document"]


@pytest.mark.parametrize(
    ("method", "files", "params", "refusal"),
    [
        ("sendDocument", None, {}, "there is no document in the request"),
        ("sendDocument", {"document": ("a", b"")}, {}, "file must be non-empty"),
        ("sendDocument", None, {"document": "AgACxyz"}, "wrong remote file identifier"),
        ("sendDocument", None, {"document": "attach://gone"}, "there is no document"),
        ("sendDocument", {"document": ("a", b"a")}, {"caption": "x" * 1025}, "caption is too long"),
        ("sendPhoto", {"photo": ("a.png", b"no picture")}, {}, "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", {"photo": ("a.gif", GIF[:6] + b"\xff\xff\x01\x00")}, {}, "PHOTO_INVALID_DIM"),
        ("sendPhoto", {"photo": ("a.png", PNG + b"0" * (10 << 20))}, {}, "too big for a photo"),
    ],
)
async def test_wrong_files_are_refused(bot, ada, method, files, params, refusal):
    """Empty, unknown, oversized files and pictures that are none have their words."""
    reply = await bot(method, files, chat_id=ada.id, **params)
    assert reply.status == 400
    assert refusal in reply.refusal
    assert ada.chat.from_bot == []


async def test_file_of_another_kind_is_refused(bot, ada):
    """A photo cannot be sent again as a document."""
    sent = (await bot("sendPhoto", {"photo": ("a.png", PNG)}, chat_id=ada.id)).result
    id = sent["photo"][-1]["file_id"]
    assert ada.chat.from_bot[0].photo.data == PNG
    reply = await bot("sendDocument", chat_id=ada.id, document=id)
    assert reply.refusal == "Bad Request: can't use file of type Photo as Document"


@pytest.mark.parametrize("size", [(50 << 20) + 1, (64 << 20) + 1])
async def test_upload_has_a_limit(bot, ada, size):
    """More than 50 MB is too large an entity."""
    reply = await bot("sendDocument", {"document": ("a.bin", bytes(size))}, chat_id=ada.id)
    assert (reply.status, reply.refusal) == (413, "Request Entity Too Large")


async def test_large_files_cannot_be_fetched(bot, ada):
    """getFile gives out 20 MB, not a byte more."""
    ada.send_document(bytes(20 << 20), "fits.bin")
    ada.send_document(bytes((20 << 20) + 1), "over.bin")
    fits, over = (update["message"]["document"] for update in (await bot("getUpdates")).result)
    assert (await bot("getFile", file_id=fits["file_id"])).result["file_size"] == 20 << 20
    refusal = (await bot("getFile", file_id=over["file_id"])).refusal
    assert refusal == "Bad Request: file is too big"


@pytest.mark.parametrize(
    ("id", "refusal"), [("", "file_id not specified"), ("BQACnothing", "invalid file_id")]
)
async def test_unknown_file(bot, id, refusal):
    """An id that is none is refused."""
    assert (await bot("getFile", file_id=id)).refusal == f"Bad Request: {refusal}"


async def test_links_expire_but_ids_do_not(bot, ada, clock):
    """A file_path works for an hour; getFile gives a new one at any time."""
    ada.send_document(b"bytes", "cv.txt")
    id = (await bot("getUpdates")).result[0]["message"]["document"]["file_id"]
    path = (await bot("getFile", file_id=id)).result["file_path"]
    clock.advance(3601)
    url = f"{bot.server.url}/file/bot{bot.server.token}/{path}"
    assert (await bot.http.get(url)).status_code == 404
    assert (await fetch(bot, id)).content == b"bytes"


async def test_album_of_the_bot(bot, ada):
    """Several documents go as one album; a picture does not mix with them."""
    media = [
        {
            "type": "document",
            "media": "attach://a",
            "caption": "<i>first</i>",
            "parse_mode": "HTML",
        },
        {"type": "document", "media": "attach://b"},
    ]
    files = {"a": ("a.txt", b"a"), "b": ("b.txt", b"b")}
    sent = (await bot("sendMediaGroup", files, chat_id=ada.id, media=media)).result
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.html for message in ada.chat.from_bot] == ["<i>first</i>", ""]
    mixed = [{"type": "photo", "media": "attach://a"}, media[1]]
    reply = await bot("sendMediaGroup", files, chat_id=ada.id, media=mixed)
    assert "can't use the media of the specified type" in reply.refusal
    first = {"a": files["a"]}
    one = await bot("sendMediaGroup", first, chat_id=ada.id, media=media[:1])
    assert "from 2 to 10" in one.refusal
    lost = [media[1], {"type": "document", "media": "attach://c"}]
    reply = await bot("sendMediaGroup", {"b": files["b"]}, chat_id=ada.id, media=lost)
    assert "there is no document" in reply.refusal
    long = [media[1], {**media[0], "caption": "x" * 1025}]
    assert "too long" in (await bot("sendMediaGroup", files, chat_id=ada.id, media=long)).refusal


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (PNG, (640, 400)),
        (GIF, (30, 20)),
        (JPEG, (640, 480)),
        (JPEG[:25], None),
        (b"\xff\xd8\x00\x00", None),
        (b"", None),
    ],
)
def test_pictures_are_measured(data, size):
    """PNG, GIF and JPEG tell their size; anything else is no picture."""
    assert measure(data) == size


def test_files_are_found_by_both_ids():
    """The control finds a file by its file_id and by its file_unique_id."""
    files = Files(lambda: 0.0)
    file = files.add("document", b"x", "x.txt", None)
    assert files.find(file.id) is file
    assert files.find(file.unique_id) is file
    assert files.find("none") is None
