"""What the forms of accounts may hold; anything else is refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from projects.accounts.scopes import WHOLE

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Password = Annotated[str, Field(min_length=1, max_length=500)]


class Asked(BaseModel):
    """No field beyond those declared."""

    model_config = ConfigDict(extra="forbid")


class SignIn(Asked):
    name: Name
    password: Password


class PasswordChange(Asked):
    account: str = Field(default="", max_length=64)  # for the browser's own store of passwords
    old: Password
    new: Password


class SessionEnd(Asked):
    session: Name


class NewToken(Asked):
    title: Line
    role: Name
    days: int
    scope: Name = WHOLE


class NewAccount(Asked):
    name: Name
    display_name: str = Field(default="", max_length=100)
    post: str = Field(default="", max_length=100)
    role: Name
    unit: str = Field(default="", max_length=200)


class Profile(Asked):
    display_name: str = Field(default="", max_length=100)
    post: str = Field(default="", max_length=100)
    role: Name
    unit: str = Field(default="", max_length=200)


class OfficeLines(Asked):
    name: str = Field(default="", max_length=100)
    number: str = Field(default="", max_length=100)
    secrecy: str = Field(default="", max_length=100)
    area: str = Field(default="", max_length=100)


class Viewing(Asked):
    on: bool


class Named(Asked):
    name: Name


class SeesLayer(Asked):
    layer: Name
    on: bool


class Nothing(Asked):
    """A button and no field."""
