"""The models that the settings name, in the order in which they are asked."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

from agents import chain, chat, gemini, http
from agents.model import Model
from bot.settings import Settings

_OPENROUTER = "https://openrouter.ai/api/v1"


@contextlib.asynccontextmanager
async def open(settings: Settings) -> AsyncIterator[Model | None]:
    """The model, or a chain of models that stand in for one another; None in rules mode."""
    async with http.client() as client:
        models = _models(settings, client) if settings.provider else []
        if len(models) > 1:
            yield chain.Chain(models)
        else:
            yield models[0] if models else None


@contextlib.asynccontextmanager
async def open_best(settings: Settings) -> AsyncIterator[Model | None]:
    """As `open`, with the best model instead of the quick one; None where there is no choice."""
    if not settings.offers_best:
        yield None
        return
    best = replace(settings, llm_model=settings.llm_model_best, llm_models={})
    async with open(best) as model:
        yield model


def questions(settings: Settings) -> list[tuple[str, str, dict[str, str]]]:
    """For each provider a question that costs nothing: its name, the address, the headers."""
    asked = []
    names = list(settings.providers)
    if names and (settings.llm_base_url or settings.openrouter_api_key):
        base, key = settings.llm_base_url or _OPENROUTER, settings.llm_api_key
        path = "key" if settings.openrouter_api_key else "models"
        headers = {"Authorization": f"Bearer {key or settings.openrouter_api_key}"}
        asked.append((names.pop(0), f"{base}/{path}", headers))
    if names:
        url = f"{settings.gemini_base_url}/models/{settings.gemini_model}"
        asked.append((names.pop(0), url, {"x-goog-api-key": settings.gemini_api_key}))
    return asked


def _models(settings: Settings, client: http.Client) -> list[Model]:
    models: list[Model] = []
    if settings.llm_base_url or settings.openrouter_api_key:
        models.append(_chat(settings, client))
    if settings.gemini_api_key:
        models.append(
            gemini.Gemini(
                client,
                key=settings.gemini_api_key,
                model=settings.gemini_model,
                base_url=settings.gemini_base_url,
                effort=settings.effort,
                prices=settings.prices,
            )
        )
    return models


def _chat(settings: Settings, client: http.Client) -> Model:
    own = settings.llm_base_url
    return chat.Chat(
        client,
        base_url=own or _OPENROUTER,
        key=settings.llm_api_key or settings.openrouter_api_key,
        model=settings.llm_model,
        models=settings.llm_models,
        name=settings.providers[0],
        openrouter=bool(settings.openrouter_api_key),
        effort=settings.effort,
        prices=settings.prices,
    )
