"""`ecoatlas policy`: the action plans, their items and their targets."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy.orm import Session

from geo.words import Text
from projects.policy import register
from projects.policy.tables import PolicyDocument, PolicyItem
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.later import LaterGroup

ID = Column(Text("编号", "id"))


@click.group(
    cls=LaterGroup,
    later={
        "checks": "policy_checks:checks",
        "report": "policy_values:report",
        "states": "policy_states:states",
        "targets": "policy_states:targets",
        "template": "policy_values:template",
    },
)
def policy() -> None: ...


@policy.command("list", help="列出文件 / list the documents")
@json_option
@pass_office
def list_(office: Office, as_json: bool) -> None:
    with office.database.reading() as session:
        found = register.documents(session)
        rows = [document_json(session, document) for document in found]
    if as_json:
        office.terminal.json({"documents": rows})
        return
    columns = [
        ID,
        Column(Text("文件", "document")),
        Column(Text("印发", "issued")),
        Column(Text("事项", "items"), numeric=True),
        Column(Text("目标", "targets"), numeric=True),
    ]
    office.terminal.table(
        columns,
        [
            (r["id"], r["title"][office.language], r["issued"], r["items"], r["targets"])
            for r in rows
        ],
    )


@policy.command(help="一个文件的事项 / the items of one document")
@click.argument("doc")
@json_option
@pass_office
def show(office: Office, doc: str, as_json: bool) -> None:
    with office.database.reading() as session:
        document = register.get_document(session, doc)
        rows = [item_json(item) for item in register.items(session, document.id)]
    if as_json:
        office.terminal.json({"document": doc, "items": rows})
        return
    columns = [
        ID,
        Column(Text("事项", "item")),
        Column(Text("牵头", "lead")),
        Column(Text("目标", "targets"), numeric=True),
    ]
    office.terminal.table(
        columns,
        [(r["id"], r["title"][office.language], r["lead_unit"], len(r["targets"])) for r in rows],
    )


def document_json(session: Session, document: PolicyDocument) -> dict[str, Any]:
    counts = register.summary(session, document.id)
    return {
        "id": document.id,
        "title": document.title.as_dict(),
        "issuer": document.issuer.as_dict(),
        "number": document.number,
        "issued": document.issued.isoformat(),
        "items": counts.items,
        "targets": counts.targets,
        "replaced_targets": counts.replaced,
    }


def item_json(item: PolicyItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "document": item.document_id,
        "title": item.title.as_dict(),
        "summary": item.summary.as_dict(),
        "quote": item.key_phrase,
        "lead_unit": item.lead_unit,
        "lead_basis": item.lead_basis,
        "units": item.units,
        "spatial": item.spatial,
        "spatial_checks": item.spatial_checks,
        "targets": [target.id for target in item.targets],
        "answers": item.answers,
    }
