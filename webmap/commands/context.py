"""What a command works with: settings, the database, the store, and the person's terminal."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import click

from geo.words import Language, Text

if TYPE_CHECKING:
    from layers.audit import Actor
    from layers.settings import Settings
    from layers.storage.store import Store
    from layers.system.database import Database
    from projects.work.asker import Asker
    from projects.work.services import Services
    from webmap.commands.console import Terminal

ORIGIN = "命令行 / command line"


class Office:
    """Opened lazily: `kinds list` needs no database, and every command makes what it needs.

    Loaded lazily too: whoever asks for help or for the version waits for none of it.
    """

    def __init__(self, language: Language, *, unrecorded: bool = False) -> None:
        self._unrecorded = unrecorded
        self.language = language
        self.as_json = False

    @cached_property
    def terminal(self) -> Terminal:
        from webmap.commands.console import Terminal

        return Terminal(self.language)

    @cached_property
    def settings(self) -> Settings:
        from layers.settings import get_settings

        return get_settings()

    @cached_property
    def actor(self) -> Actor:
        """Who stands in the audit log for what a command does: the user of this machine."""
        try:
            name = getpass.getuser()
        except (KeyError, OSError):  # a container's user need not have a name
            name = "?"
        from layers.audit import Actor

        return Actor(name, ORIGIN)

    @cached_property
    def asker(self) -> Asker:
        """Who asks: whoever works at this machine."""
        from projects.work.asker import user_of_machine

        return user_of_machine(self.actor)

    @property
    def services(self) -> Services:
        """What the use cases work with."""
        from projects.work.services import Services

        return Services(self.settings, self.database, self.store, self.asker.sight)

    @cached_property
    def database(self) -> Database:
        from projects.opening import open_database

        return open_database(self.settings)

    @property
    def outgoing(self) -> Database:
        """The database for what leaves the office; raises `export-not-recorded`."""
        from webmap.commands.outgoing import recorded_or_told

        return recorded_or_told(
            self.database, self.settings, self.terminal, unrecorded=self._unrecorded
        )

    def person(self, account: str | None) -> Text:
        """Name and post of an account; what is no account, such as the command line, as it is."""
        from projects.accounts.people import named

        return named(account, self.people)

    @cached_property
    def people(self) -> Mapping[str, Text]:
        """Every account as a person."""
        from projects.accounts.people import people

        with self.database.reading() as session:
            return people(session)

    @cached_property
    def store(self) -> Store:
        from layers.storage.store import Store

        return Store(self.settings.resolved_store_url)

    def close(self) -> None:
        if "database" in self.__dict__:
            self.database.close()


pass_office = click.make_pass_decorator(Office)


def _answer_in_json(ctx: click.Context, _option: click.Parameter, value: bool) -> bool:
    # Kept on the office too, because a refusal is answered far from the command.
    ctx.ensure_object(Office).as_json = value
    return value


json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    callback=_answer_in_json,
    help="只输出一个 JSON 对象 / print one JSON object only",
)
