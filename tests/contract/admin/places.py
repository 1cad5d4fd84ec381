"""How a person comes to a message with each button of the bot; each gives the message."""

from bot import buttons, delivery, messages, questions
from storage import (
    applications,
    desks,
    errors,
)

ADA = 5_200_002  # whose application an admin finds among the jobs


async def on_the_table(house, person):
    return await house.table(person)


async def running(house, person):
    row = await house.application(person.id)
    return await message(house, person, "under way", buttons.stop(row.id))


async def under_a_document(house, person):
    known = await applications.of(house.db, person.id, 1)
    if not known or known[0].state != "delivered":
        await house.deliver(person.id)
    return next(m for m in reversed(person.chat.from_bot) if m.document and "Changes" in m.labels)


async def in_the_review(house, person):
    await press_real(house, person, "changes", await under_a_document(house, person))
    return person.chat.from_bot[-1]


async def after_a_decision(house, person):
    card = await in_the_review(house, person)
    await press_real(house, person, "no", card)
    return card


async def in_a_question(house, person):
    if "Skip" not in person.chat.from_bot[-1].labels:  # there are several, one after the other
        await questions.ask(house.services, await house.deliver(person.id))
    return person.chat.from_bot[-1]


async def after_a_failure(house, person):
    row = await house.application(person.id)
    await delivery.fail(house.services, row, errors.Unavailable())
    return person.chat.from_bot[-1]


async def at_a_limit(house, person):
    row = await house.application(person.id, "failed")
    return await message(house, person, "a limit", buttons.limited(row.id))


async def in_the_settings(house, person):
    return (await house.said(person, "/settings"))[-1]


async def in_a_topic(house, person):
    card = await in_the_settings(house, person)
    await press_real(house, person, "settings", card)
    return card


async def in_the_history(house, person):
    await under_a_document(house, person)
    return (await house.said(person, "/history"))[-1]


async def in_one_of_the_history(house, person):
    card = await in_the_history(house, person)
    await press_real(house, person, "made", card)
    return card


async def with_the_resume(house, person):
    await house.table(person)
    return (await house.said(person, "/resume"))[-1]


async def with_the_resume_put_away(house, person):
    await house.files(person.id)
    desk = await desks.get(house.db, person.id)
    await desks.put(house.db, desks.Desk(person.id, person.id, card=desk.card))
    return (await house.said(person, "/resume"))[-1]


async def before_forgetting_the_resume(house, person):
    card = await with_the_resume(house, person)
    await press_real(house, person, "cv-forget", card)
    return card


async def before_forgetting_all(house, person):
    return (await house.said(person, "/delete_me"))[-1]


async def in_the_jobs(house, person):
    await house.application(ADA)
    return (await house.said(person, "/jobs"))[-1]


async def at_the_rehearsal(house, person):
    return (await house.said(person, "/broadcast hello"))[-1]


async def while_it_is_sent(house, person):
    house.admin._house.broadcasting.send = lambda _: None
    await press_real(house, person, "cast-send", await at_the_rehearsal(house, person))
    return person.chat.from_bot[-1]


async def message(house, person, text, keyboard):
    """A message of the bot with this keyboard."""
    await messages.say(house.services, person.id, text, keyboard)
    return person.chat.from_bot[-1]


PLACES = {
    on_the_table: "start by-rules agree decline replace new-resume new-posting back clear "
    "is-posting is-resume keep-posting",
    running: "stop",
    in_the_review: "see yes no word all",
    after_a_decision: "undo send",
    in_a_question: "gap-no gap-skip",
    after_a_failure: "again",
    at_a_limit: "again-rules",
    in_the_settings: "settings",
    in_a_topic: "prefer",
    under_a_document: "changes pdf anew",
    in_the_history: "made",
    in_one_of_the_history: "history became resend",
    with_the_resume: "cv-send cv-new cv-forget",
    with_the_resume_put_away: "cv-use",
    before_forgetting_the_resume: "cv-see cv-gone",
    before_forgetting_all: "keep-all forget",
    in_the_jobs: "admin-stop",
    at_the_rehearsal: "cast-send cast-drop",
    while_it_is_sent: "cast-stop",
}


HOUSES = (  # what is tried one after the other in one house
    (on_the_table, with_the_resume, with_the_resume_put_away, before_forgetting_the_resume),
    (in_the_review, after_a_decision, under_a_document, in_the_history, in_one_of_the_history),
    (in_a_question, running, after_a_failure, at_a_limit, in_the_settings, in_a_topic),
    (in_the_jobs, at_the_rehearsal, while_it_is_sent, before_forgetting_all),
)


WAYS = {action: place for place, actions in PLACES.items() for action in actions.split()}


async def data_of(house, person, action, message):
    """The data of the button in *message*; of a table's one that it does not show now, as made."""
    found = [b.data for row in message.buttons for b in row if b.data.split(":")[1:2] == [action]]
    if found:
        return found[-1]  # of choices the last one, which is not what is chosen already
    assert WAYS[action] is on_the_table, f"no {action} in {message.labels}"
    desk = await desks.get(house.db, person.id)
    ids = {"is-posting": desk.resume, "is-resume": desk.posting, "keep-posting": desk.posting}
    return buttons.Press(action, ids.get(action, 0)).data()


async def press_real(house, person, action, message):
    return await house.pressed(person, await data_of(house, person, action, message), message)
