import { ProblemError } from '../../errors.ts';
import type { CommandContext, Service } from '../command.ts';
import { exitCodes, problemText } from '../failures.ts';
import { oneLine } from '../text.ts';

/**
 * Runs the same action for each id, one after the other. A refusal is printed, and the next id follows.
 * @returns the exit code
 */
export async function forEachId(
  { args, output, service }: CommandContext,
  act: (id: string, service: Service) => Promise<void>,
  ids: Iterable<string> | AsyncIterable<string> = args.operands,
): Promise<number> {
  let exitCode: number = exitCodes.done;
  const found = service();
  for await (const id of ids) {
    try {
      await act(id, found);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      output.error(`${oneLine(id)}: ${problemText(error)}`);
      exitCode = exitCodes.failed;
    }
  }
  return exitCode;
}
