import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { type Figure, medianOf, targetText, valueText, verdict } from './figures.ts';

/** Where a run's figures go: the terminal, `bench/results/`, and the table of `docs/benchmarks.md`. */

export interface Circumstances {
  readonly date: string;
  /** Of the measured project, with `+` when its files differ from that commit. */
  readonly commit: string;
  readonly machine: string;
  readonly node: string;
  readonly command: string;
  /** Of the minute before the run: other work on the machine makes figures worse. */
  readonly loadBefore: number;
}

export function circumstances(folder: string): Circumstances {
  const [processor] = cpus();
  const gib = Math.round(totalmem() / 1_024 ** 3);
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commitOf(folder),
    machine: `${cpus().length} × ${processor?.model.trim() ?? 'processor'}, ${gib} GiB, Linux ${release()}`,
    node: process.version,
    command: 'npm run bench',
    loadBefore: loadavg()[0] ?? 0,
  };
}

function commitOf(folder: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
  try {
    const isChanged = git('status', '--porcelain', '--', 'src', 'functions', 'local') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}

const COLUMNS = '| | target | measured | runs | |\n|---|--:|--:|--:|---|';

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, unit, runs } = figure;
    const spread = runs.length > 1 ? runs.map(valueText).join(', ') : '';
    return `| ${name} | ${targetText(figure)} | ${valueText(medianOf(figure))} ${unit} | ${spread} | ${verdict(figure)} |`;
  });
  return [COLUMNS, ...rows].join('\n');
}

const RESULTS = new URL('./results/', import.meta.url);
const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
const TABLE = /(<!-- figures -->\n)[\s\S]*?(<!-- end of figures -->)/;

/** Returns the name of the file that keeps the run. */
export function keep(figures: readonly Figure[], measuredUnder: Circumstances): string {
  const name = `${measuredUnder.date}-${measuredUnder.commit.replace('+', '-changed')}.json`;
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(new URL(name, RESULTS), `${JSON.stringify({ ...measuredUnder, figures }, null, 2)}\n`);
  const { date, commit, machine, node, command, loadBefore } = measuredUnder;
  const lines =
    `Measured on ${date} at commit \`${commit}\` with \`${command}\`: ${machine}, Node.js ${node}, ` +
    `load average before it ${loadBefore.toFixed(2)}. All runs: \`bench/results/${name}\`.\n\n${tableOf(figures)}\n`;
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(
    PAGE,
    page.replace(TABLE, (_all, start: string, end: string) => `${start}${lines}${end}`),
  );
  return name;
}
