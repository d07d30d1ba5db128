import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PayloadFilter } from '../../src/domain/payload-filter.ts';

/** A filter, a payload, and whether they match, as someone has documented it. */
export interface FilterExample {
  readonly filter: PayloadFilter;
  readonly payload: unknown;
  readonly isMatch: boolean;
}

export const filterPage = readFileSync(resolve(import.meta.dirname, '../../docs/filters.md'), 'utf8');

/** Each JSON block of docs/filters.md is a filter, and the list after it has its matches. */
export const pageExamples: readonly FilterExample[] = [
  ...filterPage.matchAll(/^```json\n([^`]*)^```\n\n((?:- .*\n)*)/gm),
].flatMap(([, filter = '', list = '']) =>
  list
    .trim()
    .split('\n')
    .map((line) => {
      const [, verdict, payload] = /^- (matches|does not match) `(.*)`$/.exec(line) ?? [];
      if (payload === undefined) throw new Error(`after a filter there is: ${line}`);
      return { filter: JSON.parse(filter), payload: JSON.parse(payload), isMatch: verdict === 'matches' };
    }),
);

/** What the EventBridge user guide says of event patterns, in short. */
const guide: readonly (readonly [
  pattern: object,
  matching: readonly unknown[],
  other: readonly unknown[],
])[] = [
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
  [
    { source: ['aws.ec2'], detail: { state: ['terminated'] } },
    [{ source: 'aws.ec2', region: 'us-west-1', detail: { 'instance-id': 'i-1', state: 'terminated' } }],
    [
      { source: 'aws.ec2', detail: { state: 'running' } },
      { source: 'aws.ec2' },
      { detail: { state: 'terminated' } },
    ],
  ],
  // …/eb-event-patterns-null-values.html
  [{ version: [''] }, [{ version: '' }], [{ version: null }, {}]],
  [{ elements: [null] }, [{ elements: null }], [{ elements: '' }, { elements: 'null' }, {}]],
  // …/eb-event-patterns-arrays.html
  [
    { resources: ['instance/1', 'instance/2'] },
    [{ resources: ['group/1', 'instance/2'] }, { resources: 'instance/1' }],
    [{ resources: ['group/1', 'instance/3'] }, { resources: [] }],
  ],
  // …/eb-create-pattern-operators.html
  [
    { Location: ['New York'], Day: ['Monday'] },
    [{ Location: 'New York', Day: 'Monday' }],
    [{ Location: 'New York' }],
  ],
  [{ PaymentType: ['Credit', 'Debit'] }, [{ PaymentType: 'Debit' }], [{ PaymentType: 'Cash' }]],
  [
    { $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] },
    [{ Location: 'New York', Day: 'Friday' }, { Day: 'Monday' }],
    [{ Location: 'Paris', Day: 'Friday' }],
  ],
  [{ Price: [{ numeric: ['=', 100] }] }, [{ Price: 100 }], [{ Price: '100' }, { Price: 101 }]],
  [
    { Price: [{ numeric: ['>', 10, '<=', 20] }] },
    [{ Price: 10.5 }, { Price: 20 }],
    [{ Price: 10 }, { Price: 21 }],
  ],
  [
    { Name: [{ 'equals-ignore-case': 'alice' }] },
    [{ Name: 'Alice' }, { Name: 'ALICE' }],
    [{ Name: 'Alicia' }],
  ],
  [{ ProductName: [{ exists: true }] }, [{ ProductName: 'x' }, { ProductName: null }], [{}]],
  [{ ProductName: [{ exists: false }] }, [{}, { Other: 1 }], [{ ProductName: 'x' }]],
  [
    { time: [{ prefix: '2017-10-02' }] },
    [{ time: '2017-10-02T18:43:48Z' }],
    [{ time: '2017-10-03T18:43:48Z' }],
  ],
  [
    { service: [{ prefix: { 'equals-ignore-case': 'EventB' } }] },
    [{ service: 'EVENTBRIDGE' }],
    [{ service: 'vent' }],
  ],
  [
    { FileName: [{ suffix: '.png' }] },
    [{ FileName: 'a.png' }],
    [{ FileName: 'a.PNG' }, { FileName: '.png2' }],
  ],
  [
    { FileName: [{ suffix: { 'equals-ignore-case': '.png' } }] },
    [{ FileName: 'a.PNG' }],
    [{ FileName: 'a.jpg' }],
  ],
  [
    { state: [{ 'anything-but': 'initializing' }] },
    [{ state: 'running' }, { state: 5 }],
    [{ state: 'initializing' }, {}],
  ],
  [
    { limit: [{ 'anything-but': 123 }] },
    [{ limit: 12 }, { limit: '123' }],
    [{ limit: 123 }, { limit: 1.23e2 }],
  ],
  [
    { state: [{ 'anything-but': ['stopped', 'overloaded'] }] },
    [{ state: 'running' }],
    [{ state: 'overloaded' }],
  ],
  [{ limit: [{ 'anything-but': [100, 200, 300] }] }, [{ limit: 150 }], [{ limit: 200 }]],
  [
    { state: [{ 'anything-but': { 'equals-ignore-case': 'initializing' } }] },
    [{ state: 'x' }],
    [{ state: 'INITIALIZING' }],
  ],
  [{ state: [{ 'anything-but': { prefix: 'init' } }] }, [{ state: 'running' }], [{ state: 'initializing' }]],
  [{ FileName: [{ 'anything-but': { suffix: '.txt' } }] }, [{ FileName: 'a.png' }], [{ FileName: 'a.txt' }]],
  [
    { FilePath: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    [{ FilePath: '/bin/x' }],
    [{ FilePath: '/usr/lib/x' }],
  ],
  [
    { count: [{ numeric: ['>', 0, '<=', 5] }], limit: [{ numeric: ['=', 3.018e2] }] },
    [{ count: 5, limit: 301.8 }],
    [{ count: 0, limit: 301.8 }, { count: 5, limit: 301 }, { count: 5 }],
  ],
  [
    { 'source-ip': [{ cidr: '10.0.0.0/24' }] },
    [{ 'source-ip': '10.0.0.255' }],
    [{ 'source-ip': '10.0.1.0' }],
  ],
  [
    { EventBusArn: [{ wildcard: 'arn:aws:events:us-east-1:*:event-bus/*' }] },
    [{ EventBusArn: 'arn:aws:events:us-east-1:123:event-bus/default' }],
    [{ EventBusArn: 'arn:aws:events:us-east-2:123:event-bus/default' }],
  ],
  [
    { FileName: [{ wildcard: 'dir/*.png' }] },
    [{ FileName: 'dir/a/b.png' }, { FileName: 'dir/.png' }],
    [{ FileName: 'dir.png' }],
  ],
  [
    { text: [{ wildcard: 'a\\*\\\\*' }] },
    [{ text: 'a*\\' }, { text: 'a*\\b' }],
    [{ text: 'ab\\' }, { text: 'a*b' }],
  ],
  // https://github.com/aws/event-ruler#json-array-matching
  [
    { employees: { firstName: ['Anna'], lastName: ['Smith'] } },
    [
      {
        employees: [
          [
            { firstName: 'John', lastName: 'Doe' },
            { firstName: 'Anna', lastName: 'Smith' },
          ],
        ],
      },
    ],
    [
      {
        employees: [
          { firstName: 'Anna', lastName: 'Jones' },
          { firstName: 'John', lastName: 'Smith' },
        ],
      },
    ],
  ],
  [
    { source: ['a'], $or: [{ name: ['x'] }, { type: ['y'], $or: [{ id: [1] }, { space: [2] }] }] },
    [
      { source: 'a', name: 'x' },
      { source: 'a', type: 'y', space: 2 },
    ],
    [{ source: 'a', type: 'y' }, { source: 'a', id: 1 }, { name: 'x' }],
  ],
];

export const guideExamples: readonly FilterExample[] = guide.flatMap(([filter, matching, other]) => [
  ...matching.map((payload) => ({ filter: { ...filter }, payload, isMatch: true })),
  ...other.map((payload) => ({ filter: { ...filter }, payload, isMatch: false })),
]);
