/**
 * The order in which messages of many groups are handed out, in memory.
 *
 * Each group (a subscription) has its own line, and the lines take turns. Two limits bound the messages of a group in
 * flight: a fixed number, and a share of the free capacity. So the more receivers hang, the less each further one takes,
 * and others still find room (the dynamic thresholds of Choudhury and Hahne, 1998).
 */

export interface GroupLimits {
  /** Messages in flight, all groups together. */
  readonly total: number;
  /** Messages in flight, one group. */
  readonly perGroup: number;
  /** A group may hold at most one of this many messages that there is room for, for example 125 of 1,000 with a share of 8. */
  readonly shareOfFree: number;
}

/** A first-in-first-out line. Both ends are cheap at any length. */
class Line<Item> {
  #items: Item[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** Puts an item back in front of the items that came after it: behind the first items that `isBefore` matches. */
  putBack(item: Item, isBefore: (other: Item) => boolean): void {
    let place = this.#head;
    while (place < this.#items.length && isBefore(this.#items[place] as Item)) place += 1;
    if (place === this.#head && this.#head > 0) {
      this.#head -= 1;
      this.#items[this.#head] = item;
    } else this.#items.splice(place, 0, item);
  }

  take(count: number): Item[] {
    const taken = this.#items.slice(this.#head, this.#head + count);
    this.#head += taken.length;
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return taken;
  }
}

interface Group<Item> {
  readonly line: Line<Item>;
  inFlight: number;
}

/** Limits a group for reasons of its own, for example a rate limit. */
export interface Gate {
  roomFor(groupId: string): number;
  /** The group loses its turns until `lookAgainAt` is called. */
  closed(groupId: string): void;
}

const noGate: Gate = { roomFor: () => Number.POSITIVE_INFINITY, closed: () => {} };

export class FairGroups<Item> {
  readonly #limits: GroupLimits;
  readonly #gate: Gate;
  readonly #groups = new Map<string, Group<Item>>();
  /** Groups with a message in line, in the order of their turns. */
  readonly #turns = new Set<string>();
  #inFlight = 0;

  constructor(limits: GroupLimits, gate: Gate = noGate) {
    this.#limits = limits;
    this.#gate = gate;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  add(groupId: string, item: Item): void {
    this.#groupOf(groupId).line.push(item);
    this.#turns.add(groupId);
  }

  /** Puts a message back to the front of its line, behind the messages that `isBefore` matches. */
  putBack(groupId: string, item: Item, isBefore: (other: Item) => boolean): void {
    this.#groupOf(groupId).line.putBack(item, isBefore);
    this.#turns.add(groupId);
  }

  /** Gives a group turns again after its gate was closed. */
  lookAgainAt(groupId: string): void {
    if ((this.#groups.get(groupId)?.line.length ?? 0) > 0) this.#turns.add(groupId);
  }

  /** The next messages, up to `most`, all of one group. They count as in flight until `leave`. Empty if none may go. */
  take(most: number): readonly Item[] {
    for (const groupId of this.#turns) {
      const group = this.#groupOf(groupId);
      const allowed = this.#gate.roomFor(groupId);
      if (allowed < 1) {
        this.#turns.delete(groupId);
        this.#gate.closed(groupId);
        continue;
      }
      const room = Math.min(most, allowed, this.#roomFor(group));
      if (room <= 0) continue;
      const taken = group.line.take(room);
      group.inFlight += taken.length;
      this.#inFlight += taken.length;
      this.#turns.delete(groupId);
      if (group.line.length > 0) this.#turns.add(groupId);
      return taken;
    }
    return [];
  }

  /** A message of the group is no longer in flight: it was deleted, sleeps, or goes back in line. */
  leave(groupId: string): void {
    const group = this.#groupOf(groupId);
    group.inFlight -= 1;
    this.#inFlight -= 1;
    if (group.inFlight === 0 && group.line.length === 0) this.#groups.delete(groupId);
  }

  #roomFor(group: Group<Item>): number {
    const free = this.#limits.total - this.#inFlight;
    const share = Math.max(1, Math.floor((free + group.inFlight) / this.#limits.shareOfFree));
    return Math.min(free, Math.min(this.#limits.perGroup, share) - group.inFlight);
  }

  #groupOf(groupId: string): Group<Item> {
    let group = this.#groups.get(groupId);
    if (group === undefined) {
      group = { line: new Line(), inFlight: 0 };
      this.#groups.set(groupId, group);
    }
    return group;
  }
}
