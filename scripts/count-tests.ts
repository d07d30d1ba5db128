import { readFileSync } from 'node:fs';

/**
 * The closing line of a complete run: how many tests passed and failed, from vitest's JSON report. A run that failed
 * before or beside its tests (lint, types, import rules) counts as one failure more.
 *
 *   node scripts/count-tests.ts <report.json> <exit status of the run>
 */

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

function reportFrom(file: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0 }; // The run did not get as far as its tests.
  }
}

const [file = '', status = '1'] = process.argv.slice(2);
const { numPassedTests, numFailedTests } = reportFrom(file);
const failedElsewhere = status !== '0' && numFailedTests === 0 ? 1 : 0;
console.log(`${numPassedTests} passed, ${numFailedTests + failedElsewhere} failed`);
