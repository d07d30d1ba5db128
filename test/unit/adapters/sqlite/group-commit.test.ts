import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GroupCommit } from '../../../../src/adapters/sqlite/group-commit.ts';
import { StoreUnavailableError } from '../../../../src/ports/storage.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A database that counts its commits, those that fail too, and can be made to fail them. */
class WatchedDatabase extends DatabaseSync {
  commitCount = 0;
  failCommits = false;

  override prepare(sql: string) {
    const statement = super.prepare(sql);
    if (sql !== 'COMMIT') return statement;
    const run = statement.run.bind(statement);
    statement.run = () => {
      this.commitCount += 1;
      if (this.failCommits) throw new Error('disk full');
      return run();
    };
    return statement;
  }
}

let database: WatchedDatabase;
let commits: GroupCommit;
/** The view of another process: committed rows only. */
let outside: DatabaseSync;

beforeEach(() => {
  const file = join(temporaryFolder(), 'test.db');
  database = new WatchedDatabase(file);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE words (word TEXT UNIQUE NOT NULL) STRICT');
  outside = new DatabaseSync(file, { readOnly: true });
  commits = new GroupCommit(database);
});
afterEach(() => {
  outside.close();
  if (database.isOpen) database.close();
});

const words = (): unknown[] =>
  outside
    .prepare('SELECT word FROM words ORDER BY rowid')
    .all()
    .map((row) => row['word']);

const insert = (word: string) => () => {
  database.prepare('INSERT INTO words VALUES (?)').run(word);
  return `${word} is written`;
};

const failing = () => {
  database.prepare('INSERT INTO words VALUES (?)').run('left behind');
  throw new Error('mine alone');
};

describe('the writes of one turn of the event loop', () => {
  it('share one commit, and each gets its own result once that is on disk', async () => {
    const writes = ['a', 'b', 'c'].map((word) => commits.write(insert(word)));
    expect(words()).toEqual([]);
    expect(await Promise.all(writes)).toEqual(['a is written', 'b is written', 'c is written']);
    expect(database.commitCount).toBe(1);
    expect(words()).toEqual(['a', 'b', 'c']);
  });

  it('share it also when they come out of promises', async () => {
    const publish = async (word: string) => {
      await Promise.resolve();
      return commits.write(insert(word));
    };
    await Promise.all(['a', 'b', 'c'].map(publish));
    expect(database.commitCount).toBe(1);
  });

  it('are none of the next turn’s', async () => {
    await commits.write(insert('a'));
    await commits.write(insert('b'));
    expect(database.commitCount).toBe(2);
  });

  it('are run in order, each seeing those before it', async () => {
    const count = () => Number(database.prepare('SELECT count(*) AS n FROM words').get()?.['n']);
    const writes = [commits.write(count), commits.write(insert('a')), commits.write(count)];
    expect(await Promise.all(writes)).toEqual([0, 'a is written', 1]);
  });

  it('are not run before the turn ends', () => {
    const work = vi.fn();
    void commits.write(work);
    expect(work).not.toHaveBeenCalled();
    commits.flush();
    expect(work).toHaveBeenCalledOnce();
  });

  it('may be added while others are committed', async () => {
    const later = Promise.withResolvers<string>();
    await commits.write(() => commits.write(insert('second')).then(later.resolve, later.reject));
    expect(await later.promise).toBe('second is written');
  });
});

describe('a write that throws', () => {
  it('is rejected alone, leaves nothing behind, and the others are committed', async () => {
    const results = await Promise.allSettled([
      commits.write(insert('before')),
      commits.write(failing),
      commits.write(insert('after')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { message: 'mine alone' } });
    expect(words()).toEqual(['before', 'after']);
  });

  it('is rejected when the database refuses it too', async () => {
    const results = await Promise.allSettled([commits.write(insert('same')), commits.write(insert('same'))]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(words()).toEqual(['same']);
  });

  it('does not keep later ones from being written', async () => {
    await expect(commits.write(failing)).rejects.toThrow('mine alone');
    await commits.write(insert('later'));
    expect(words()).toEqual(['later']);
  });
});

describe('a commit that fails', () => {
  it('rejects every write, and nothing of any is kept', async () => {
    database.failCommits = true;
    const results = await Promise.allSettled(['a', 'b', 'c'].map((word) => commits.write(insert(word))));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(results[0]).toMatchObject({ reason: { message: 'disk full' } });
    expect(words()).toEqual([]);
    expect(database.isTransaction).toBe(false);
  });

  it('is over when the disk has room again', async () => {
    database.failCommits = true;
    await expect(commits.write(insert('lost'))).rejects.toThrow('disk full');
    database.failCommits = false;
    await commits.write(insert('kept'));
    expect(words()).toEqual(['kept']);
  });

  it('rejects every write when the database is closed, or may not be written', async () => {
    const readOnly = new GroupCommit(outside);
    await expect(
      readOnly.write(() => outside.prepare("INSERT INTO words VALUES ('x')").run()),
    ).rejects.toThrow(/readonly/);

    database.close();
    const results = await Promise.allSettled([commits.write(insert('a')), commits.writeLater(() => {})]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('a guard', () => {
  it('refuses a commit before any work is run, and every write of it', async () => {
    const unavailable = () => {
      throw new StoreUnavailableError('missing');
    };
    const guarded = new GroupCommit(database, {
      assertWell: unavailable,
      assertInPlace: () => {},
      noteCommit: () => {},
    });
    const work = vi.fn();
    const results = await Promise.allSettled([guarded.write(work), guarded.writeLater(work)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(results[0]).toMatchObject({ reason: { name: 'StoreUnavailableError', fault: 'missing' } });
    expect(work).not.toHaveBeenCalled();
    expect(database.commitCount).toBe(0);
  });

  it('that finds the files gone right before the commit has nothing written', async () => {
    const guarded = new GroupCommit(database, {
      assertWell: () => {},
      assertInPlace: () => {
        throw new StoreUnavailableError('missing');
      },
      noteCommit: () => {},
    });
    const writes = await Promise.allSettled([guarded.write(insert('a')), guarded.write(insert('b'))]);
    expect(writes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(words()).toEqual([]);
    expect(database.isTransaction).toBe(false);
  });
});

describe('a write that no caller waits for', () => {
  const writeLater = (word: string) => commits.writeLater(() => void insert(word)());

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes along with the next commit', async () => {
    const later = writeLater('later');
    await commits.write(insert('now'));
    await later;
    expect(words()).toEqual(['later', 'now']);
    expect(database.commitCount).toBe(1);
  });

  it('is committed with others of its kind when no company comes for a while', async () => {
    const writes = [writeLater('a'), writeLater('b')];
    await vi.advanceTimersByTimeAsync(1);
    expect(words()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all(writes);
    expect(words()).toEqual(['a', 'b']);
    expect(database.commitCount).toBe(1);
  });

  it('asks for no commit of its own after it went along', async () => {
    const later = writeLater('later');
    await commits.write(insert('now'));
    await later;
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(database.commitCount).toBe(1);
  });

  it('does not make others wait', async () => {
    void writeLater('later');
    await commits.write(insert('now'));
    expect(words()).toContain('now');
  });

  it('is written by a flush, and rejected alone when it throws', async () => {
    const good = writeLater('good');
    const bad = commits.writeLater(failing);
    commits.flush();
    await expect(bad).rejects.toThrow('mine alone');
    await good;
    expect(words()).toEqual(['good']);
  });
});

describe('a flush', () => {
  it('commits pending writes at once, and only once', async () => {
    const write = commits.write(insert('a'));
    commits.flush();
    expect(words()).toEqual(['a']);
    commits.flush();
    await write;
    await commits.write(insert('b'));
    expect(database.commitCount).toBe(2);
  });

  it('commits nothing when nothing is pending', () => {
    commits.flush();
    expect(database.commitCount).toBe(0);
  });
});
