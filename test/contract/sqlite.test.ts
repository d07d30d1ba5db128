import { describeEventIntakeContract } from './event-intake.contract.ts';
import { openSqliteHarness } from './sqlite-harness.ts';

/** The contracts of the ports, kept by the embedded family of adapters. */

describeEventIntakeContract('SQLite', openSqliteHarness);
