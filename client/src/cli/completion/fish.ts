import type { Flags } from '../flags.ts';
import { ANY, FILE, type Place, valuesOf } from './places.ts';

const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

export function fishScript(places: readonly Place[]): string {
  const groups = places.filter(({ name, words }) => name !== '' && !name.includes(' ') && words.length > 0);
  const lines = places.flatMap(({ name, words, flags }) => [
    ...words.map(
      ([word, help]) =>
        `complete -c posthorn -n ${isAt(name)} -f -a ${fishQuoted(word)} -d ${fishQuoted(help)}`,
    ),
    ...Object.entries(flags).map(
      ([flag, about]) =>
        `complete -c posthorn -n ${isAt(name)} -l ${flag}${fishValue(about)} -d ${fishQuoted(about.help)}`,
    ),
  ]);
  return `# posthorn completion fish | source
function __posthorn_at
  set -l command
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
    else if string match -q -- '-*' $word
      string match -qr -- ${fishQuoted(`^(${valueFlags(places).join('|')})$`)} $word; and set skip 1
    else if test (count $command) = 0
      set command $word
    else if test (count $command) = 1; and contains -- $command[1] ${groups.map(({ name }) => name).join(' ')}
      set -a command $word
    end
  end
  test "$command" = "$argv[1]"
end
complete -c posthorn -f
${lines.join('\n')}
`;
}

const isAt = (name: string): string => fishQuoted(`__posthorn_at "${name}"`);

function fishValue(about: Flags[string]): string {
  if (about.value === undefined) return '';
  const [first = ANY] = valuesOf(about);
  if (first === FILE) return ' -r -F';
  return first === ANY ? ' -x' : ` -x -a ${fishQuoted(valuesOf(about).join(' '))}`;
}

/** Flags of any command that take a value: none has the name of a switch of another command. */
const valueFlags = (places: readonly Place[]): readonly string[] => [
  ...new Set(
    places.flatMap(({ flags }) =>
      Object.entries(flags)
        .filter(([, { value }]) => value !== undefined)
        .map(([name]) => `--${name}`),
    ),
  ),
];
