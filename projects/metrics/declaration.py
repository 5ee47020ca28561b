"""What a metric is, declared once: command line, form, docs and statement derive from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from geo.figures.units import COUNT, METRES, NO_UNIT, RATIO, SQUARE_METRES, Measure, Unit
from geo.words import Text
from layers.kinds import KINDS, GeometryFamily
from projects.metrics.cards import Card
from projects.metrics.families import Family
from projects.metrics.stands import Stand
from projects.metrics.targets import Target
from projects.sheets import SheetInfo

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.coverage.share import ZoneCoverage
    from geo.coverage.sharing import Source, Spread
    from projects.metrics.rasters import RasterInput

__all__ = [
    "COUNT",
    "METRES",
    "NO_UNIT",
    "RATIO",
    "SQUARE_METRES",
    "Check",
    "Choice",
    "Column",
    "Computed",
    "Given",
    "Metric",
    "Parameter",
    "Progress",
    "Record",
    "Role",
    "SheetRole",
    "Sum",
    "Table",
]
Progress = Callable[[int, int], None]
NO_FIELD = "-"
MEASURED_ON = "CGCS2000 ellipsoid"


@dataclass(frozen=True, slots=True)
class Role:
    """A layer the metric needs; `kinds` empty means every kind that has one of these geometries.

    Where `geometry` names `raster` a raster may take the role; it is handed over as
    `Given.rasters`, not as a frame, and the fields are not asked of it.
    `fields` must be there; of `wanted` a layer may lack some, which are empty then. `chosen` names
    text parameters whose value is the name of a field of this layer, which must be there too
    (`NO_FIELD` is none). `within` says what of the layer counts for a target of a division: what is
    cut at its boundary, whole features of which a point lies inside (`answering`: or for which a
    division inside answers, for sections stand on borders), whole ones that reach into it, or all
    of them, for the layer only stands beside what is measured. `decides`: it stands beside,
    and a share is of it or by it all the same. `by_place`: not loaded but handed over as
    `Given.sources`, for the metric asks for what is near one zone after the other. No fields.
    """

    name: str
    title: Text
    summary: Text
    geometry: tuple[GeometryFamily, ...] = ("polygon",)
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    optional: bool = False
    within: Literal["cut", "units", "answering", "touching", "beside"] = "beside"
    decides: bool = False
    by_place: bool = False


@dataclass(frozen=True, slots=True)
class SheetRole:
    """A sheet of values the metric needs. Of a rule it is the one there is, unless one is named.

    `raster_of`: only where a raster has taken this role; without one the sheet is no input.
    """

    name: str
    title: Text
    summary: Text
    kind: str
    optional: bool = False
    raster_of: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    title: Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number within limits, a date, a text, one of `choices`, or the id of a policy target of one
    of the subjects of the metric, whose unit measures one of `measures`
    (`figures.units.TARGET_UNITS`). `origin` says where the default comes from. `later`: came after
    results were stored, and is in none where it is empty, so that the same input keeps its hash."""

    name: str
    title: Text
    summary: Text
    type: Literal["number", "date", "text", "choice", "target"]
    origin: Text
    required: bool = False
    default: float | str | None = None
    unit: Unit | None = None
    low: float = 0.0
    high: float = 0.0
    choices: tuple[Choice, ...] = ()
    measures: tuple[Measure, ...] = ("share",)
    later: bool = False

    def said(self, value: Any) -> Text | None:
        """The words of a choice."""
        return next((one.title for one in self.choices if one.value == value), None)


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of the result. `codes` word what a code means; `sums` says that the rows of a
    table add up to something. `against` names columns of the same row, or parameters, in the same
    unit, that the figure is compared with: it is never written as if it were past them. `of` names
    the two columns beside it that it is the quotient of. `once`: areas of which no two rows share
    ground, so that their sum is one. colours: of codes that have a colour of their own. stands:
    how what a code says stands, where it is what a reader has to act on. refers: it tells
    where the row comes from, after what it says. inner: it does so for programs; files have it,
    pages do not."""

    name: str
    title: Text
    unit: Unit
    type: Literal["number", "text", "code"] = "number"
    codes: Mapping[str, Text] = field(default_factory=dict)
    sums: bool = False
    against: tuple[str, ...] = ()
    of: tuple[str, str] | None = None
    once: bool = False
    colours: Mapping[str, str] = field(default_factory=dict)
    stands: Mapping[str, Stand] = field(default_factory=dict)
    inner: bool = False
    refers: bool = False

    def __post_init__(self) -> None:
        if self.sums and not self.unit.sums:
            raise ValueError(f"{self.name}: figures in {self.unit.id} do not add up")


@dataclass(frozen=True, slots=True)
class Sum:
    """Columns that add up to another, to the last digit that is written: `whole` = Σ `parts`, those
    that begin with − taken away. It holds in the total, in records and in the rows of tables named
    in `places`; with `rows` the parts are columns of that table, added up over its rows, and the
    whole stands in the total. A result for which it does not hold is refused."""

    whole: str
    parts: tuple[str, ...]
    places: tuple[str, ...] = ("total",)
    rows: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the result under `name`. Each row has `key` and `name` before the columns.

    `role`: the rows are features of this layer, by key. `shapes`: the rows have shapes of their
    own, among `Computed.shapes`. `also`: what a row holds for programs, in what people do not read.
    `missing`: columns of the whole and of the part that is there; what is missing is their
    difference, and sheets begin with the row that misses most.
    `places`: columns that name the layer and the feature of which a row is, in whichever of the
    layers of the run; the row is a point there.
    `size`: where nothing is missing, the column whose largest figures come first.
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    role: str = ""
    shapes: bool = False
    missing: tuple[str, str] | None = None
    also: Mapping[str, Text] = field(default_factory=dict)
    places: tuple[str, str] | None = None
    size: str = ""

    @property
    def judged(self) -> Column | None:
        """The column that says how a row stands."""
        return next((one for one in self.columns if one.stands), None)


@dataclass(frozen=True, slots=True)
class Record:
    """Figures of the result under `name` that belong together, beside its `total`."""

    name: str
    title: Text
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What a computation gets: frames in EPSG:4490 with `key`, `name`, the fields of the role.

    An optional layer or sheet that was not named is in neither mapping. `outside`: by role the keys
    of what was left out, because it lies outside the division of the target. `sources`: layers that
    are read by place (frames in tests may stand for them). `spread`: other processes that measure.
    """

    frames: Mapping[str, gpd.GeoDataFrame]
    layers: Mapping[str, str]  # layer id by role, for messages
    hashes: Mapping[str, str]  # sha256 of the version by role
    parameters: Mapping[str, Any]
    target: Target | None = None
    sheets: Mapping[str, SheetInfo] = field(default_factory=dict)
    rasters: Mapping[str, RasterInput] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    spread: Spread | None = None
    outside: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cache: MutableMapping[str, ZoneCoverage] | None = None
    progress: Progress | None = None

    def step(self, done: int, of: int) -> None:
        if self.progress is not None:
            self.progress(done, of)


@dataclass(frozen=True, slots=True)
class Computed:
    """`figures`: `total`, records and tables by name, `target`, `notes`, as JSON in declared order.

    `shapes`: by table, geometries (EPSG:4490) under the `key` of their rows. `way`: how areas were
    found, where there is more than one way: the `method` of `geo.coverage.share`.
    """

    figures: dict[str, Any]
    shapes: Mapping[str, gpd.GeoSeries] = field(default_factory=dict)
    way: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A spatial check of the policy register that a metric computes.

    needs: kinds that the metric can do without, but not this check. about: of a metric that takes
    layers of any kind those that the check is about; with one of them it is ready.
    """

    code: str
    needs: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """`place` is that among the metrics of the family, ten apart.

    Raise `version` whenever the same inputs may give other figures."""

    id: str
    version: int
    family: Family
    place: int
    title: Text
    summary: Text
    formula: Text
    source: Text
    unit: Unit
    inputs: tuple[Role, ...]
    parameters: tuple[Parameter, ...]
    total: tuple[Column, ...]
    tables: tuple[Table, ...]
    nulls: Text
    computed_by: str
    """The function that computes it, `module:function` below `projects.metrics`. It is loaded when
    it is first asked: whoever lists metrics does not wait for what measures."""
    sheets: tuple[SheetRole, ...] = ()
    checks: tuple[Check, ...] = ()
    """What of the policy register this metric computes."""
    subjects: tuple[str, ...] = ()
    """What it measures, by ids of `projects.policy.subjects`; of a metric that has the parameter
    `subject`, what its layer may be said to hold."""
    asked_as: str = ""
    """The name under which the figure is asked for beside the register, where no check does."""
    headline: str = ""
    """The column of `total` that a card or a list shows: the figure that the metric is about."""
    parts: tuple[str, ...] = ()
    """Columns of `total` that add up to a whole: shown as one bar."""
    sums: tuple[Sum, ...] = ()
    records: tuple[Record, ...] = ()

    foreseen: bool = False
    """Whether it says what a plan would come to, which is never the figure of a target."""
    card: Card | None = None
    """What the panel of figures on the map shows; none: the metric has no card."""

    @property
    def computation(self) -> Callable[[Given], Computed]:
        """The function, loaded."""
        module, _, name = self.computed_by.partition(":")
        found: Callable[[Given], Computed] = getattr(
            import_module(f"projects.metrics.{module}"), name
        )
        return found

    def compute(self, given: Given) -> Computed:
        return self.computation(given)

    def check(self, code: str) -> Check | None:
        return next((one for one in self.checks if one.code == code), None)

    def role(self, name: str) -> Role | None:
        return next((role for role in self.inputs if role.name == name), None)

    def sheet(self, name: str) -> SheetRole | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def parameter(self, name: str) -> Parameter | None:
        return next((one for one in self.parameters if one.name == name), None)

    def table(self, name: str) -> Table | None:
        return next((table for table in self.tables if table.name == name), None)


def kinds_for(role: Role) -> tuple[str, ...]:
    """The kinds of layer that may take this role."""
    geometries = set(role.geometry)
    return role.kinds or tuple(k.id for k in KINDS.values() if geometries & set(k.geometry))
