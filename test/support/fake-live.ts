import type { LiveChange } from '../../src/domain/live/filter.ts';
import type {
  ChangeReader,
  ChangeStream,
  LiveConnection,
  LiveConnections,
  LivePosts,
  Posted,
  PumpHandover,
  PumpLease,
  PumpStarter,
  StreamMarks,
  StreamPosition,
  Watch,
} from '../../src/ports/live-pump.ts';

/** The surroundings of a pump in memory, with a clock that the test moves by letting the pump pause. */

/** All changes in one list; a position is `{ at: <index> }`. */
export class FakeChanges implements ChangeStream {
  readonly changes: LiveChange[] = [];
  /** Calls of all readers. */
  reads = 0;
  opened = 0;
  isLost = false;

  async open(position: StreamPosition | undefined): Promise<ChangeReader> {
    this.opened += 1;
    let at = position === undefined ? this.changes.length : Number(position['at']);
    return {
      position: () => ({ at: String(at) }),
      readOnce: async (take) => {
        this.reads += 1;
        const found = this.changes.slice(at);
        at = this.changes.length;
        if (found.length > 0) await take(found);
        return found.length > 0;
      },
      takeMissed: () => {
        const { isLost } = this;
        this.isLost = false;
        return isLost;
      },
    };
  }
}

export class FakeMarks implements StreamMarks {
  readonly #marks: { readonly position: StreamPosition; readonly atMs: number }[] = [];

  async put(position: StreamPosition, atMs: number): Promise<void> {
    this.#marks.push({ position, atMs });
  }

  async latest(atMs: number, notBeforeMs: number): Promise<StreamPosition | undefined> {
    return this.#marks.findLast((mark) => mark.atMs <= atMs && mark.atMs >= notBeforeMs)?.position;
  }
}

export class FakeConnections implements LiveConnections {
  readonly rows = new Map<string, LiveConnection>();
  /** Reads of all connections. */
  looks = 0;

  async open(id: string, { rights, filter }: Pick<LiveConnection, 'rights' | 'filter'>): Promise<void> {
    this.rows.set(id, {
      id,
      rights,
      filter,
      watch: { number: 0, filter: {}, sinceMs: undefined },
      greeted: 0,
    });
  }

  async watch(id: string, watch: Omit<Watch, 'number'>): Promise<'watching' | 'gone'> {
    const row = this.rows.get(id);
    if (row === undefined) return 'gone';
    this.rows.set(id, { ...row, watch: { ...watch, number: row.watch.number + 1 } });
    return 'watching';
  }

  async greeted(id: string, number: number): Promise<void> {
    const row = this.rows.get(id);
    if (row !== undefined) this.rows.set(id, { ...row, greeted: number });
  }

  async close(id: string): Promise<void> {
    this.rows.delete(id);
  }

  async watching(): Promise<readonly LiveConnection[]> {
    this.looks += 1;
    return [...this.rows.values()].filter(({ watch }) => watch.number > 0);
  }
}

export class FakeLease implements PumpLease {
  owner: string | undefined;
  hasCrashed = false;
  onRelease = (): void => {};

  async isHeld(): Promise<boolean> {
    return this.owner !== undefined;
  }

  async isAbandoned(): Promise<boolean> {
    return this.hasCrashed;
  }

  async take(owner: string, _nowMs: number, from?: string): Promise<boolean> {
    if (this.owner !== undefined && this.owner !== owner && this.owner !== from) return false;
    this.owner = owner;
    return true;
  }

  async release(owner: string): Promise<void> {
    if (this.owner === owner) this.owner = undefined;
    this.onRelease();
  }
}

export interface SentMessage {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Notes what connections get. `answers` decides what becomes of a post. */
export class FakePosts implements LivePosts {
  readonly #sent = new Map<string, SentMessage[]>();
  readonly closed: string[] = [];
  posts = 0;
  inFlight = 0;
  inFlightMost = 0;
  answers: (connectionId: string) => Posted | Promise<Posted> = () => 'sent';

  async post(connectionId: string, text: string): Promise<Posted> {
    this.posts += 1;
    this.inFlight += 1;
    this.inFlightMost = Math.max(this.inFlightMost, this.inFlight);
    const posted = await this.answers(connectionId);
    this.inFlight -= 1;
    if (posted === 'sent') {
      this.#sent.set(connectionId, [...this.to(connectionId), JSON.parse(text) as SentMessage]);
    }
    return posted;
  }

  async close(connectionId: string): Promise<void> {
    this.closed.push(connectionId);
  }

  to(connectionId: string): readonly SentMessage[] {
    return this.#sent.get(connectionId) ?? [];
  }

  typesTo(connectionId: string): readonly string[] {
    return this.to(connectionId).map(({ type }) => type);
  }
}

export class FakeStarter implements PumpStarter {
  readonly started: (PumpHandover | undefined)[] = [];

  async start(handover: PumpHandover | undefined): Promise<void> {
    this.started.push(handover);
  }
}
