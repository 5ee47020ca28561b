"""A year of readings taken in and classed: `python -m benchmarks.water_readings [SECTIONS]`.

200 sections, 24 items, 6 readings a day: 10.5 million values in a CSV. Prints seconds of the
processor and the most memory of a process that imports the file and classes its months, and of one
that does the least that plain pandas can: read the file, average by section and month, class.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

SECTIONS, READINGS = 200, 2190
ITEMS = {
    "水温(℃)": 18.0, "pH": 7.8, "溶解氧(mg/L)": 8.0, "高锰酸盐指数(mg/L)": 3.0,
    "化学需氧量(mg/L)": 12.0, "五日生化需氧量(mg/L)": 2.0, "氨氮(mg/L)": 0.3, "总磷(mg/L)": 0.09,
    "总氮(mg/L)": 1.8, "铜(mg/L)": 0.005, "锌(mg/L)": 0.02, "氟化物(mg/L)": 0.3,
    "硒(mg/L)": 0.001, "砷(mg/L)": 0.002, "汞(mg/L)": 0.00003, "镉(mg/L)": 0.0002,
    "铬（六价）(mg/L)": 0.004, "铅(mg/L)": 0.002, "氰化物(mg/L)": 0.002, "挥发酚(mg/L)": 0.0008,
    "石油类(mg/L)": 0.02, "阴离子表面活性剂(mg/L)": 0.06, "硫化物(mg/L)": 0.01,
    "粪大肠菌群(个/L)": 900.0,
}  # fmt: skip
OURS = """
import sys
from pathlib import Path
from layers.audit import Actor
from layers.settings import Settings
from layers.storage.store import Store
from projects.opening import open_database
from projects.water.batches import take_in
from projects.water.months import MonthJudge, section_months
from projects.water.readings import Asked
settings = Settings(home=Path(sys.argv[2]))
database, store = open_database(settings), Store(settings.resolved_store_url)
with database.transaction() as session:
    take_in(session, store, Path(sys.argv[1]), Asked(accepted=True), Actor("bench", "bench"))
with database.reading() as session:
    judging = MonthJudge(session)
    found = [judging.judge(one).grade for one in section_months(session, "2023-01", "2023-12")]
"""
PLAIN = """
import sys
import numpy as np
import pandas as pd
frame = pd.read_csv(sys.argv[1])
names = frame.columns[2:]
for name in names:
    frame[name] = pd.to_numeric(frame[name], errors="coerce")
month = pd.to_datetime(frame["监测时间"]).dt.to_period("M")
means = frame.groupby([frame["断面名称"], month])[list(names)].mean()
found = np.searchsorted([0.15, 0.5, 1.0, 1.5, 2.0], means["氨氮(mg/L)"])
"""
LAST = """
import json, resource
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, len(found)]))
"""


def write(path: Path, sections: int) -> int:
    """Readings around usual values, some of them not detected; how many values."""
    chance = np.random.default_rng(1)
    times = pd.date_range("2023-01-01", periods=READINGS, freq="4h").strftime("%Y-%m-%d %H:%M")
    for number in range(sections):
        columns: dict[str, object] = {"断面名称": f"断面{number:03d}", "监测时间": times}
        for name, usual in ITEMS.items():
            spread = usual * chance.lognormal(0, 0.05 if name == "pH" else 0.3, READINGS)
            written = np.char.mod("%.5g", spread).astype(object)
            written[chance.random(READINGS) < 0.01] = f"<{usual / 10:.3g}"
            columns[name] = written
        header = number == 0
        pd.DataFrame(columns).to_csv(path, mode="w" if header else "a", header=header, index=False)
    return sections * READINGS * len(ITEMS)


def measured(program: str, *given: str) -> tuple[float, float, int]:
    """Seconds of the processor, MB at most, and how many section-months were classed."""
    done = subprocess.run(
        [sys.executable, "-c", program + LAST, *given], capture_output=True, text=True, check=True
    )
    seconds, megabytes, found = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes, found


def main(sections: int = SECTIONS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "readings.csv")
        count = write(path, sections)
        print(f"{count:,} values, {path.stat().st_size >> 20} MB")
        ours = measured(OURS, str(path), str(Path(folder, "home")))
        plain = measured(PLAIN, str(path))
        for name, (seconds, megabytes, found) in (("EcoAtlas", ours), ("pandas", plain)):
            print(f"{name}: {seconds:.1f} s of the processor, {megabytes:.0f} MB, {found} months")
        print(f"ratio {ours[0] / plain[0]:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
