"""The audit log: who did what to what, from where; each entry chained to the one before by hash."""

from layers.audit.actions import ACTIONS
from layers.audit.recording import record, record_with
from layers.audit.searching import AuditQuery, actors, search_entries
from layers.audit.tables import SYSTEM, Actor, AuditEntry
from layers.audit.verifying import AuditCheck, verify

__all__ = [
    "ACTIONS",
    "SYSTEM",
    "Actor",
    "AuditCheck",
    "AuditEntry",
    "AuditQuery",
    "actors",
    "record",
    "record_with",
    "search_entries",
    "verify",
]
