import type { About } from '../../../../client/src/posthorn.ts';
import { bytes, count } from '../../format/numbers.ts';
import { duration } from '../../format/times.ts';
import { Section } from '../../ui/page.tsx';
import './about.css';

type Limit = About['limits'][number];

export function Limits({ limits }: { readonly limits: readonly Limit[] }) {
  return (
    <Section title="Limits in force">
      <div className="limits-scroller">
        <table className="limits">
          <thead>
            <tr>
              <th scope="col">Limit</th>
              <th scope="col">Value</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {limits.map((limit) => (
              <tr key={limit.name}>
                <th scope="row">
                  <code>{limit.name}</code>
                </th>
                <td className="number">{inWords(limit)}</td>
                <td>{limit.meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function inWords({ value, unit }: Limit): string {
  if (unit === 'bytes') return bytes(value);
  if (unit === 'seconds') return duration(value * 1_000);
  return `${count(value)} ${unit}`;
}
