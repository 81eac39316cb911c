"""Verbs about the program itself: settings, languages."""

from typing import Annotated

import typer
from rich.console import RenderableType

from factcheck.cli import out, shapes
from factcheck.cli.options import Format, job
from factcheck.cli.tables import facts, head
from factcheck.i18n import text
from factcheck.settings import TABLE, Setting, Settings, Value, find

verbs = typer.Typer()


@verbs.command("settings")
def settings_verb(
    context: typer.Context,
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", show_default=False)] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", show_default=False)] = None,
    output: Format = None,
) -> None:
    asked = job(context, output=output)
    settings = Settings()
    if key is None:
        rows = [(s.key, _written(settings[s.key]), text(f"cli.origin.{settings.origin(s.key)}")) for s in TABLE]
        data = {"settings": [_shape(settings, setting) for setting in TABLE]}
        asked.show(data, lambda: out.table(head("setting", "value", "from"), rows, wide=1))
        return
    setting = find(key)
    if value is not None:
        settings.put(key, setting.parse(value))
        out.remark(text("cli.setting-put", key=key, value=_written(setting.parse(value)), path=settings.path))
        if settings.origin(key) == "environment":
            out.remark(text("cli.setting-shadowed", variable=setting.variable))
    asked.show(_shape(settings, setting), lambda: _page(settings, setting))


@verbs.command("languages")
def languages(context: typer.Context, output: Format = None) -> None:
    from factcheck.services import splitting

    found = splitting.languages()
    rows = [
        (
            language.code,
            language.name,
            ", ".join(text(f"feature.{feature}") for feature in language.features),
            language.parser if language.parser_installed else text("cli.none"),
            language.best_parser if language.best_installed else text("cli.none"),
        )
        for language in found
    ]
    heads = head("code", "language", "supports", "parser", "best_parser")
    asked = job(context, output=output)
    asked.show({"languages": shapes.plain(found)}, lambda: out.table(heads, rows, wide=2))
    out.remark(text("cli.other-languages"))


def _shape(settings: Settings, setting: Setting) -> shapes.Json:
    return {
        "key": setting.key,
        "value": shapes.plain(settings[setting.key]),
        "default": shapes.plain(setting.default),
        "origin": settings.origin(setting.key),
        "choices": list(setting.choices),
        "minimum": setting.minimum,
        "maximum": setting.maximum,
        "variable": setting.variable,
        "help": text(f"setting.{setting.key}"),
    }


def _page(settings: Settings, setting: Setting) -> RenderableType:
    bounds = "" if setting.minimum is None else f"{setting.minimum} … {setting.maximum}"
    return facts(
        [
            ("setting", setting.key),
            ("value", _written(settings[setting.key]) or text("cli.none")),
            ("from", text(f"cli.origin.{settings.origin(setting.key)}")),
            ("default", _written(setting.default) or text("cli.none")),
            ("choices", ", ".join(setting.choices) or bounds),
            ("variable", setting.variable),
            ("meaning", text(f"setting.{setting.key}")),
        ]
    )


def _written(value: Value) -> str:
    """A value as a person types it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
