"""All the handlers of the bot, in the order in which updates meet them."""

from bot import app as apps
from bot import personal
from bot.admin import Admin
from bot.belongings import Belongings
from bot.broadcasting import Broadcasting
from bot.chores import Chores
from bot.errand import House
from bot.handlers import Handlers
from bot.health import Health
from bot.services import Services
from bot.workflow import Workflow


def install(
    app: apps.App, services: Services, engine: Workflow, chores: Chores, health: Health
) -> tuple[Handlers, Admin]:
    """Connect everything that answers to updates; Handlers comes last and leaves nothing over."""
    handlers = Handlers(services, engine)
    house = House(services, engine, chores, health, Broadcasting(services))
    admin = Admin(house, handlers.help)
    admin.install(app)
    Belongings(services, engine, handlers.incoming.drop).install(app)
    personal.install(app, services, engine)
    handlers.install(app)
    return handlers, admin
