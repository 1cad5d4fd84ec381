"""The commands about a person's own things."""

from typing import Any

from telegram.ext import Application

from bot.history import History
from bot.options import Options
from bot.progress import Progress
from bot.resume import OnFile
from bot.services import Services
from bot.workflow import Workflow


def install(
    app: Application[Any, Any, Any, Any, Any, Any], services: Services, engine: Workflow
) -> None:
    """Let *app* take them."""
    Options(services).install(app)
    OnFile(services, engine).install(app)
    History(services).install(app)
    Progress(services, engine).install(app)
