/**
 * Comparison that ignores case as Ruler does: a character of the operand matches its lower and its upper case, each by
 * itself and in any locale. For example `straße` matches `STRASSE`, but `strasse` does not.
 */

/** The spellings of each character. */
type Spellings = readonly (readonly string[])[];

const spellingsOf = (operand: string): Spellings =>
  [...operand].map((character) => {
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
    return lower === upper ? [lower] : [lower, upper];
  });

type TextTest = (text: string) => boolean;

export function equalsIgnoringCase(operand: string): TextTest {
  const spellings = spellingsOf(operand);
  return (text) => endOfPrefix(text, spellings) === text.length;
}

export function startsIgnoringCase(operand: string): TextTest {
  const spellings = spellingsOf(operand);
  return (text) => endOfPrefix(text, spellings) !== undefined;
}

export function endsIgnoringCase(operand: string): TextTest {
  const spellings = spellingsOf(operand).toReversed();
  return (text) => {
    let end = text.length;
    for (const character of spellings) {
      const found = character.find((spelling) => text.endsWith(spelling, end));
      if (found === undefined) return false;
      end -= found.length;
    }
    return true;
  };
}

/** No two spellings of a character begin or end alike, so the first that fits is the only one. */
function endOfPrefix(text: string, spellings: Spellings): number | undefined {
  let end = 0;
  for (const character of spellings) {
    const found = character.find((spelling) => text.startsWith(spelling, end));
    if (found === undefined) return undefined;
    end += found.length;
  }
  return end;
}
