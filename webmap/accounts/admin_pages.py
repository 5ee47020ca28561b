"""Accounts as the administrator keeps them: the list, one account, the office's option."""

from __future__ import annotations

from flask import Blueprint, Response, redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import get_layer, live_versions
from projects.accounts import accounts, grants, options, tokens
from projects.accounts.accounts import NewAccount
from projects.accounts.permissions import ROLES
from projects.accounts.profile import OfficeProfile, office_profile, set_office_profile
from projects.units.register import unit_register
from projects.work.versions import RESTRICTED
from webmap.accounts import forms as account_forms
from webmap.accounts.form_faults import form_again
from webmap.accounts.view_models import (
    AccountDetailView,
    AccountLine,
    AccountsView,
    Made,
    PermissionTable,
    RestrictedLayer,
    TokenLine,
    account_url,
)
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.forms import Form
from webmap.edge.parameters import asks
from webmap.edge.private_pages import note, private, see, signed_in
from webmap.edge.rendering import page, services

blueprint = Blueprint("account_admin", __name__)
KEPT = ("display_name", "post", "role", "unit")
UNIT_FAULTS = {"account-without-unit": "unit", "unit-unknown": "unit"}
ADD_FAULTS = {
    "account-name-taken": "name",
    "account-name-invalid": "name",
    "unknown-account-role": "role",
    **UNIT_FAULTS,
}
PROFILE_FAULTS = {"last-admin": "role", "unknown-account-role": "role", **UNIT_FAULTS}
ONE_TIME_PASSWORD = Text("{name} 的一次性密码", "One-time password of {name}")


def _made(new: NewAccount) -> Made:
    return Made(ONE_TIME_PASSWORD.format(name=new.account.name), new.password or "")


# the list


@blueprint.get("/accounts")
@requires("manage_accounts")
@asks("done")
def account_list() -> Response:
    return _list_page(_new_account())


def _new_account() -> Form:
    return Form("add", {"role": "viewer"})


def _list_page(shown: Form, made: Made | None = None, status: int = 200) -> Response:
    with services().reading() as session:
        everybody = accounts.list_accounts(session)
        viewing = options.anonymous_viewing(session)
        profile = office_profile(session)
    view = AccountsView(
        accounts=[AccountLine.of(one) for one in everybody],
        own_name=signed_in().name,
        roles=list(ROLES.values()),
        permissions=PermissionTable.now(viewing),
        anonymous_viewing=viewing,
        form=shown,
        office=Form("office", profile.as_dict()),
        made=made,
        note=note(),
    )
    return private(page("accounts.html", view), status)


@blueprint.post("/accounts")
@requires("manage_accounts")
def add_account() -> Response:
    """The answer shows the one-time password, this once: it stands in no address or cookie."""
    try:
        given = form(account_forms.NewAccount)
        with services().transaction() as session:
            new = accounts.add_account(
                session,
                given.name,
                given.role,
                display_name=given.display_name,
                post=given.post,
                unit=given.unit,
                by=actor(),
            )
    except EcoAtlasError as error:
        again = form_again(
            "add", error, ("name", "display_name", "post", "role", "unit"), ADD_FAULTS
        )
        return _list_page(again, status=error.status)
    return _list_page(_new_account(), _made(new))


@blueprint.post("/office/viewing")
@requires("manage_accounts")
def set_viewing() -> AnyResponse:
    given = form(account_forms.Viewing)
    with services().transaction() as session:
        options.set_anonymous_viewing(session, given.on, actor())
    return see("/accounts#office", "viewing-on" if given.on else "viewing-off")


@blueprint.post("/office/profile")
@requires("manage_accounts")
def set_profile() -> AnyResponse:
    """What stands at the head of statements made from now on."""
    given = form(account_forms.OfficeLines)
    with services().transaction() as session:
        set_office_profile(session, OfficeProfile(**given.model_dump()), actor())
    return see("/accounts#profile", "office-saved")


@blueprint.get("/office/profile")
@blueprint.get("/office/viewing")
@requires("manage_accounts")
def back_to_list() -> AnyResponse:
    return redirect("/accounts#office", 303)


# one account


@blueprint.get("/accounts/<name>")
@requires("manage_accounts")
@asks("done")
def account(name: str) -> Response:
    return _account_page(name)


def _account_page(
    name: str, shown: Form | None = None, made: Made | None = None, status: int = 200
) -> Response:
    with services().reading() as session:
        found = accounts.get_account(session, name)
        held = tokens.list_tokens(session, found.id)
        layers = _restricted_layers(session, found.id)
        register = unit_register(session)
    unit = register.units.get(found.unit or "")
    profile = {"display_name": found.display_name, "post": found.post, "role": found.role}
    profile["unit"] = register.shown(unit) if unit else ""
    view = AccountDetailView(
        account=AccountLine.of(found),
        own=found.id == signed_in().id,
        roles=list(ROLES.values()),
        layers=layers,
        sees_everything=found.role == "admin",
        tokens=[TokenLine.of(one) for one in held],
        form=shown or Form("profile", profile),
        made=made,
        note=note(),
    )
    return private(page("account_detail.html", view), status)


def _restricted_layers(session: Session, account_id: int) -> list[RestrictedLayer]:
    """Every layer that is restricted now, and those the account is named for in advance."""
    named = set(grants.layers_of(session, account_id))
    restricted = {
        one.layer_id: one.title for one in live_versions(session) if one.secrecy == RESTRICTED
    }
    ahead = {one: get_layer(session, one).title for one in sorted(named - set(restricted))}
    every = restricted | ahead
    return [RestrictedLayer(id_, title, id_ in named) for id_, title in every.items()]


@blueprint.post("/accounts/<name>/layers")
@requires("manage_accounts")
def set_layer(name: str) -> AnyResponse:
    given = form(account_forms.SeesLayer)
    change = grants.grant if given.on else grants.revoke
    with services().transaction() as session:
        change(session, given.layer, name, actor())
    return see(f"{account_url(name)}#layers", "named" if given.on else "unnamed")


@blueprint.post("/accounts/<name>")
@requires("manage_accounts")
def change_account(name: str) -> AnyResponse:
    try:
        given = form(account_forms.Profile)
        with services().transaction() as session:
            accounts.set_display_name(session, name, given.display_name or name, actor())
            accounts.set_post(session, name, given.post, actor())
            found = accounts.set_role(session, name, given.role, actor(), unit=given.unit)
    except EcoAtlasError as error:
        if error.code == "unknown-account":
            raise
        again = form_again(
            "profile", error, ("display_name", "post", "role", "unit"), PROFILE_FAULTS
        )
        return _account_page(name, again, status=error.status)
    return see(account_url(found.name), "account-saved")


@blueprint.post("/accounts/<name>/reset")
@requires("manage_accounts")
def reset_password(name: str) -> Response:
    """The answer shows the one-time password, this once."""
    form(account_forms.Nothing)
    with services().transaction() as session:
        new = accounts.reset_password(session, name, actor())
    return _account_page(name, made=_made(new))


@blueprint.post("/accounts/<name>/disable")
@requires("manage_accounts")
def disable(name: str) -> AnyResponse:
    form(account_forms.Nothing)
    with services().transaction() as session:
        found = accounts.disable(session, name, actor())
    return see(account_url(found.name), "account-disabled")


@blueprint.post("/accounts/<name>/enable")
@requires("manage_accounts")
def enable(name: str) -> AnyResponse:
    form(account_forms.Nothing)
    with services().transaction() as session:
        found = accounts.enable(session, name, actor())
    return see(account_url(found.name), "account-enabled")


@blueprint.post("/accounts/<name>/tokens/<int:token>/revoke")
@requires("manage_accounts")
def revoke_token(name: str, token: int) -> AnyResponse:
    form(account_forms.Nothing)
    with services().transaction() as session:
        found = accounts.get_account(session, name)
        tokens.revoke_token(session, token, found.id, actor())
    return see(f"{account_url(found.name)}#tokens", "token-revoked")


@blueprint.get("/accounts/<name>/<any(reset, disable, enable, layers):_step>")
@blueprint.get("/accounts/<name>/tokens/<int:_token>/revoke")
@requires("manage_accounts")
def back_to_account(name: str, **_step: object) -> AnyResponse:
    """The page after a form, opened again: in another language, or after signing in."""
    return redirect(account_url(name), 303)
