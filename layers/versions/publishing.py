"""How a content becomes the live version of its layer: one way for an import, an edit, a return.

First the content is in the store, whole; then one transaction makes it live and records it. Until
that has ended the old version is live, and a process that is killed leaves a content that no layer
names. Whoever kept an answer (`layers.system.commit_cache`) hears of the commit. Tiles follow:
a version is of use before it has them.

Who sees the layer depends on the grade of its live version; what others have to say is handed in,
because projects know of links and we do not. Both are asked in the transaction that makes the
version live, so that nothing comes in between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers import catalogue
from layers.audit import Actor, record
from layers.catalogue import SECRECY_GRADES, Layer, Version, VersionRef, reference
from layers.search import keep_indexed
from layers.storage.content import Content
from layers.storage.data_file import write_data
from layers.storage.file_record import told
from layers.storage.integrity import is_whole, require_whole
from layers.storage.store import DATA, Store
from layers.system.database import Database
from layers.system.progress import Progress, silent
from layers.system.row_access import EVERYTHING
from layers.tiles.ensuring import ensure_tiles

SECRECY_WOULD_DROP = declare(
    "secrecy-would-drop",
    "warning",
    Text(
        "图层“{layer}”第 {version} 版的密级是“{new}”，低于现行版本的“{old}”；"
        "恢复后更多人能看到该图层。",
        "Version {version} of layer “{layer}” is graded {new}, lower than the live one ({old}); "
        "made live, it shows the layer to more people.",
    ),
    Text(
        "请先确认可以公开到这一级；确认后再恢复（--accept secrecy-would-drop）。",
        "Make sure that it may be seen that widely, then accept it (--accept secrecy-would-drop).",
    ),
    status=409,
)

BeforeLive = Callable[[Session, Layer, Version], None]
"""Given the layer as it is and the version that is to be live; raises what stands in the way."""


def nothing_to_ask(_session: Session, _layer: Layer, _version: Version) -> None:
    """Nobody has anything against it."""


Tiles = Callable[[VersionRef], object]
"""Has the tiles of a version made that is live by now, and has it found by name: at once, or by a
job."""


def no_tiles(_ref: VersionRef) -> None:
    """Somebody else has them made."""


def tiles_at_once(database: Database, store: Store, progress: Progress = silent) -> Tiles:
    def make(ref: VersionRef) -> None:
        keep_indexed(database, store, ref.sha256, progress)
        ensure_tiles(store, ref.sha256, progress)

    return make


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be live, and how the audit log calls it.

    bring: the layer (made or found) and the version, in the transaction that makes it live, under
    the lock of the layer, by a session that sees everything; it may refuse. A version whose content
    the layer has already is that version again. details: of the entry; None where there is none.
    """

    layer_id: str
    action: str
    bring: Callable[[Session], tuple[Layer, Version]]
    details: Callable[[Published], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Published:
    """The version that is live now, the number of the one before; the same when nothing changed.

    `created` is false when the content was a version already.
    """

    version: VersionRef
    previous: int | None
    created: bool

    @property
    def changed(self) -> bool:
        return self.previous != self.version.number


@dataclass(frozen=True, slots=True)
class Publishing:
    """Over what, for whom, and under which conditions versions are made live.

    database: as whoever asks sees it. before, after: in the transaction, by a session that sees
    everything: `before` may refuse, `after` is given the version that is live. before_live: what
    others have against a version that is not live yet. accept: codes of refusals that are accepted.
    """

    database: Database
    store: Store
    by: Actor | None = None
    before: Callable[[Session], object] = lambda _session: None
    before_live: BeforeLive = nothing_to_ask
    after: Callable[[Session, Version], object] = lambda _session, _version: None
    accept: Collection[str] = ()
    tiles: Tiles = no_tiles
    progress: Progress = silent

    @property
    def author(self) -> str | None:
        """Whose name a new version bears."""
        return self.by.name if self.by else None

    def keep(
        self,
        content: Content,
        about: dict[str, Any],
        beside: Callable[[Path], object] = lambda _folder: None,
        *,
        mend: bool = False,
    ) -> bool:
        """Put a content into the store, unless it is there, and note its files in its manifest.

        beside: writes what else belongs to it into its folder. mend: a damaged one is stored anew,
        and True is returned; otherwise it raises `content-damaged`.
        """
        there = self.store.has(content.sha256)
        over = there and mend and not is_whole(self.store, content.sha256)
        if there and not mend:
            require_whole(self.store, content.sha256, str(about["layer"]))
        if over or not there:
            with self.store.workspace() as folder:
                self.progress("store", 0, 1)
                write_data(content, folder / DATA)
                beside(folder)
                self.store.adopt(content.sha256, folder, about, over=over)
                self.progress("store", 1, 1)
        # The database knows the hash of the manifest too.
        about["files"] = told(self.store.marks(content.sha256))
        return over

    def publish(self, change: Change) -> Published:
        """Make it live. Raises what `bring`, `before` and `before_live` have against it.

        Raises also `unknown-layer` for a layer that whoever asks is not shown, and
        `secrecy-would-drop` where a stored version has a lower grade than the live one,
        unless that is accepted.
        """
        self.progress("live", 0, 1)
        with self.database.transaction(EVERYTHING) as session:
            catalogue.take_turn(session, change.layer_id)
            there = session.get(Layer, change.layer_id, with_for_update=True)
            self.before(session)
            if there is not None:
                catalogue.require_seen(session, self.database.sight, change.layer_id)
            layer, wanted = change.bring(session)
            previous = layer.live_version
            self._check(session, layer, wanted)
            live, created = catalogue.make_live(session, layer, wanted)
            done = Published(reference(layer, live), previous, created)
            self._record(session, change, done)
            self.after(session, live)
        self.progress("live", 1, 1)
        self.tiles(done.version)
        return done

    def objections(self, session: Session, version: Version) -> Iterator[EcoAtlasError]:
        """What `publish` would refuse a stored version for, each unless it is accepted."""
        if version.number == version.layer.live_version:
            return
        for check in (self._grade, self.before_live):
            try:
                check(session, version.layer, version)
            except EcoAtlasError as error:
                yield error

    def _grade(self, session: Session, layer: Layer, version: Version) -> None:
        check_grade(session, layer, version, self.accept)

    def _check(self, session: Session, layer: Layer, wanted: Version) -> None:
        """A content that is a version already comes back with the grade it has on record."""
        same = (Version.layer_id == layer.id) & (Version.sha256 == wanted.sha256)
        with session.no_autoflush:
            known = session.scalar(select(Version).where(same))
            if known is not None and known.number == layer.live_version:
                return
            if known is not None:
                self._grade(session, layer, known)
            self.before_live(session, layer, known or wanted)

    def _record(self, session: Session, change: Change, done: Published) -> None:
        details = change.details(done)
        if details is not None:
            record(session, self.by, change.action, done.version.label, details=details)


def check_grade(
    session: Session, layer: Layer, wanted: Version, accept: Collection[str] = ()
) -> None:
    """Refuse a stored version whose grade is lower than the live one's, unless that is accepted.

    Raises `secrecy-would-drop`.
    """
    live = session.get(Version, (layer.id, layer.live_version)) if layer.live_version else None
    order = list(SECRECY_GRADES)
    if live is None or order.index(wanted.secrecy) >= order.index(live.secrecy):
        return
    if SECRECY_WOULD_DROP.code not in accept:
        raise EcoAtlasError(
            SECRECY_WOULD_DROP,
            layer=layer.id,
            version=wanted.number,
            old=SECRECY_GRADES[live.secrecy],
            new=SECRECY_GRADES[wanted.secrecy],
        )
