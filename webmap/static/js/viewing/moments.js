// How things were on an earlier day: which versions, which features not yet, which class of a section.

import { ask } from "../page/api.js";

export class Moments {
  constructor(viewing) {
    Object.assign(this, { viewing, now: null, asked: new Map() });
  }

  /** Months at which something changes, rising, the present one last. */
  async steps() {
    const { given } = this.viewing;
    const found = new Set([...given.months, given.today.slice(0, 7)]);
    for (const { versions } of Object.values(given.layers)) if (versions.length > 1) for (const { day } of versions) found.add(day.slice(0, 7));
    for (const days of await Promise.all(this.dated.map((id) => this.days(id)))) for (const day of Object.keys(days)) found.add(day.length < 7 ? `${day}-01` : day.slice(0, 7));
    return [...found].filter((month) => month <= given.today.slice(0, 7)).sort();
  }

  /** Layers whose features have a day from which on they are there. */
  get dated() {
    return Object.entries(this.viewing.given.layers).filter(([id, { since }]) => since && this.viewing.layer(id)).map(([id]) => id);
  }

  get several() {
    return Object.entries(this.viewing.given.layers).filter(([id, { versions }]) => versions.length > 1 && this.viewing.layer(id)).map(([id]) => id);
  }

  once(path) {
    if (!this.asked.has(path)) this.asked.set(path, ask(path));
    return this.asked.get(path);
  }

  async days(id) {
    return (await this.once(`layers/${encodeURIComponent(id)}/days`)).days;
  }

  /** The moment of a month, ready to be drawn. */
  async at(month) {
    const moment = new Moment(month);
    await Promise.all(this.dated.map(async (id) => moment.leave(id, await this.days(id))));
    for (const id of this.several) moment.pick(id, this.viewing.versions.of(id));
    const { months } = this.viewing.given;
    if (months.length) moment.graded = await this.once(`water/months/${month}`);
    return moment;
  }

  async set(month) {
    const { state } = this.viewing;
    if ((this.now?.month ?? null) === month) return;
    this.now = month ? await this.at(month) : null;
    state.setMoment(this.now);
  }
}

class Moment {
  constructor(month) {
    Object.assign(this, { month, later: new Map(), versions: new Map(), early: new Set(), graded: null });
  }

  /** Features that came later are not there yet; those without a day always are. */
  leave(id, days) {
    const after = Object.entries(days).filter(([day]) => day.slice(0, 7) > this.month.slice(0, day.length));
    this.later.set(id, new Set(after.flatMap(([, keys]) => keys)));
  }

  /** The version that was the newest then; before the first there is only the first. */
  pick(id, versions) {
    const then = versions.filter(({ day }) => day.slice(0, 7) <= this.month);
    const newest = then.reduce((a, b) => (!a || b.day > a.day || (b.day === a.day && b.version > a.version) ? b : a), null);
    if (!newest) this.early.add(id);
    this.versions.set(id, newest ?? versions.reduce((a, b) => (b.day < a.day ? b : a)));
  }

  hides(layer, key) {
    return this.later.get(layer.id)?.has(key) ?? false;
  }
}
