"""Trial runs do not move what the office shows; setting, signing and withdrawing do, and say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.jobs.running import Workshop, run_job
from projects.work.kinds import JOB_KINDS

pytestmark = pytest.mark.slow

PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105
TARGET = "WEDZ-2023-T22"
RUNS, CARDS = "/api/v1/metrics/runs", "/api/v1/metrics/cards"
PEOPLE = {"li": "editor", "wang": "reviewer", "zhao": "reviewer", "sun": "viewer", "qian": "admin"}


@dataclass
class Place:
    """An office with its own layers and a test layer, and its people at their browsers."""

    site: Any
    people: dict[str, FlaskClient]
    token: Callable[..., str]

    def post(self, who: str, address: str, **given: Any) -> Any:
        client = self.people[who]
        sent = {"csrf_token": self.token(client, "/metrics"), **given}
        return client.post(address, data=sent)

    def ask(self, who: str, address: str, method: str = "POST", **given: Any) -> Any:
        client = self.people[who]
        head = {"X-CSRFToken": self.token(client, "/metrics")}
        return client.open(address, method=method, json=given, headers=head)

    def compute(self, who: str, zones: str, **parameters: Any) -> int:
        inputs = {"zones": zones, "built_up": "built_up"}
        given = {"inputs": inputs, "parameters": parameters, "wait": 0}
        answer = self.ask(who, RUNS, metric="sponge_coverage", **given)
        assert answer.status_code in (200, 202), answer.text
        if answer.status_code == 202:
            of = self.site
            shop = Workshop(of.settings, of.database, of.store, JOB_KINDS, "w", 5.0, lambda _: None)
            run_job(shop, answer.json["id"])
            answer = self.ask(who, RUNS, metric="sponge_coverage", **given)
        return int(answer.json["id"])

    def step(self, who: str, statement: str, step: str, **given: str) -> None:
        """The form of a step as the page shows it, with everything ticked and the password."""
        page = self.people[who].get(statement).text
        form = re.search(rf'<form[^>]*action="{statement}/{step}".*?</form>', page, re.DOTALL)
        assert form, step
        fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form[0]))
        secret = {"password": PASSWORD} if 'name="password"' in form[0] else {}
        sent = {**fields, **given, **secret}
        assert self.people[who].post(f"{statement}/{step}", data=sent).status_code == 303

    def cards(self, who: str = "anybody") -> list[dict[str, Any]]:
        found = self.people[who].get(f"{CARDS}?lang=zh").json["cards"]
        return [one for one in found if one["metric"] == "sponge_coverage"]

    def card(self) -> dict[str, Any]:
        (one,) = self.cards()
        return one

    def shown(self, who: str) -> set[int]:
        """The runs of the lists that somebody is shown."""
        pages = [self.people[who].get(one).text for one in ("/metrics", "/metrics/sponge_coverage")]
        return {int(one) for page in pages for one in re.findall(r"/metrics/runs/(\d+)", page)}


@pytest.fixture(scope="module")
def site(trial_office: Callable[..., Any], tmp_path_factory: Any) -> Iterator[Any]:
    with trial_office(tmp_path_factory.mktemp("standing"), PEOPLE, PASSWORD) as made:
        yield made


@pytest.fixture(scope="module")
def place(site: Any, signing_in: Callable[..., Any], token_of_form: Callable[..., str]) -> Place:
    people = {"anybody": site.app.test_client()}
    for name in PEOPLE:
        people[name] = site.app.test_client()
        assert signing_in(people[name], name, PASSWORD).status_code == 303
    return Place(site, people, token_of_form)


def test_trial_set_signed_withdrawn(place: Place) -> None:
    """The story of a figure, through the pages and the interface of the office."""
    own = place.compute("li", "zones", target=TARGET)
    assert (place.card()["run"], place.card()["standing"]) == (None, None)

    # Trial runs by three roles on a test layer; a viewer computes nothing.
    refused = place.ask("sun", RUNS, metric="sponge_coverage", inputs={"zones": "test_zones"})
    assert refused.status_code == 403
    trials = {
        "li": place.compute("li", "test_zones", target=TARGET),
        "wang": place.compute("wang", "test_zones"),
        "qian": place.compute("qian", "test_zones", target=TARGET, cell_m=50),
    }
    assert place.card()["run"] is None
    assert place.people["anybody"].get(f"{RUNS}?metric=sponge_coverage").json["runs"] == []

    # Only reviewers and administrators choose, on layers that are declared.
    current = f"/metrics/runs/{own}/current"
    assert f'action="{current}"' not in place.people["li"].get(f"/metrics/runs/{own}").text
    assert place.post("li", current, reason="采用").status_code == 403
    page = place.people["wang"].get(f"/metrics/runs/{own}").text
    assert "不取代任何数字" in page
    assert "目前没有现行数字" in page
    again = place.post("wang", current, reason="年报采用", replaces=0)
    assert again.status_code == 409
    assert "（zones）" in again.text
    assert "年报采用" in again.text
    sent = {"reason": "年报采用", "replaces": 0, "own": ["zones", "built_up"]}
    assert place.post("wang", current, **sent).status_code == 303

    # Set: the card shows it, unsigned; the name of who set it is told to those signed in.
    card = place.card()
    assert (card["run"]["id"], card["figure"]["text"]) == (own, "至少 25.00%，至多 75.00%")
    assert card["standing"]["mark"] == "现行 · 未签署"
    assert "wang" not in str(card["standing"])
    assert place.cards("sun")[0]["standing"]["said"].startswith("wang ")
    for who in ("li", "wang", "qian"):
        place.compute(who, "test_zones", target=TARGET, cell_m=30)
    assert place.card()["run"]["id"] == own

    # Lists: everybody sees what stands, makers their own trial runs, reviewers all of them.
    assert place.shown("anybody") == place.shown("sun") == {own}
    assert {own, trials["li"]} <= place.shown("li")
    assert not {trials["wang"], trials["qian"]} & place.shown("li")
    assert set(trials.values()) <= place.shown("zhao")
    told = place.people["sun"].get(f"/metrics/runs/{trials['li']}").text
    assert "试算" in told
    assert f'href="/metrics/runs/{own}"' in told
    assert place.people["sun"].get(f"{RUNS}/{trials['li']}").json["trial"] is True
    assert place.people["sun"].get(f"{RUNS}/{own}").json["standing"]["signed"] is False

    # A test layer is refused by name, and what was set meanwhile is not passed over.
    trial = f"{RUNS}/{trials['li']}/current"
    problem = place.ask("wang", trial, reason="试").json
    assert problem["code"] == "figure-layers-not-own"
    assert "test_zones" in problem["detail"]
    moved = place.ask("zhao", trial, reason="试", own=["test_zones"], replaces=0)
    assert moved.json["code"] == "figure-moved"

    # Signed: the card moves to another run and says so.
    better = place.compute("li", "zones", target=TARGET, cell_m=40)
    made = place.post("li", "/statements", run=better).headers["Location"].partition("?")[0]
    place.step("li", made, "submit")
    assert place.card()["run"]["id"] == own
    place.step("wang", made, "sign")
    card = place.card()
    assert (card["run"]["id"], card["standing"]["mark"]) == (better, "现行 · 已签署")
    assert card["standing"]["statement"]["url"] == made
    barred = place.ask("zhao", f"{RUNS}/{own}/current", reason="换回")
    assert barred.json["code"] == "figure-signed-stands"

    # Withdrawn: what was set before stands again, and the card tells of the withdrawal.
    place.step("zhao", made, "withdraw", note="范围有误")
    card = place.card()
    assert (card["run"]["id"], card["standing"]["signed"]) == (own, False)
    assert "已于" in card["withdrawn"]
    assert "撤回" in card["withdrawn"]
    assert own in place.shown("sun")
    assert better in place.shown("sun")

    # Taken off: nothing stands, and the card says so.
    assert place.post("wang", f"{current}/lift", reason="重新核算").status_code == 303
    card = place.card()
    assert (card["run"], card["standing"]) == (None, None)
    assert "目前没有现行数字" in card["withdrawn"]
    assert place.people["sun"].get("/api/v1/metrics/current").json["figures"] == []


@pytest.mark.parametrize("given", [{}, {"reason": 3}, {"reason": "x", "own": "zones"}, {"x": 1}])
def test_a_body_that_is_none_of_a_choice_is_refused(place: Place, given: dict[str, Any]) -> None:
    assert place.ask("wang", f"{RUNS}/1/current", **given).status_code in (400, 422)
    assert place.ask("wang", f"{RUNS}/99/current", reason="x").status_code == 404
    assert place.ask("wang", f"{RUNS}/1/current", "DELETE", reason="x").status_code == 409


def test_the_form_chooses_what_stands_or_the_only_one_and_says_why(place: Place) -> None:
    """Of two layers of zones neither is taken by itself; the built-up area is the only one."""

    def chosen(page: str) -> list[str]:
        return re.findall(r'<option value="([^"]+)" selected>', page)

    form = place.people["li"].get("/metrics/sponge_coverage").text
    assert chosen(form) == ["built_up"]
    assert form.count("只有这一个符合要求") == 1
    own = place.compute("li", "zones", target=TARGET, cell_m=70)
    layers = ["zones", "built_up"]
    set_ = place.ask("wang", f"{RUNS}/{own}/current", reason="采用", own=layers)
    assert set_.status_code == 201, set_.text
    form = place.people["li"].get("/metrics/sponge_coverage").text
    assert chosen(form) == ["zones", "built_up", TARGET]
    assert form.count("现行数字所用的图层") == 2
    assert "现行数字所比较的目标" in form
    given = place.people["li"].get("/metrics/sponge_coverage?zones=test_zones&target=").text
    assert chosen(given) == ["test_zones", "built_up"]
    assert "现行数字所比较的目标" not in given
