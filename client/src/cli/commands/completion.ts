import { chosen } from '../arguments.ts';
import type { Command } from '../command.ts';
import { bashScript, zshScript } from '../completion/bash-and-zsh.ts';
import { fishScript } from '../completion/fish.ts';
import { placesOf } from '../completion/places.ts';
import { exitCodes } from '../failures.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
const shells = ['bash', 'zsh', 'fish'] as const satisfies readonly (keyof typeof scripts)[];

/** @param allCommands read when the command runs, because the list includes this command */
export const completionOf = (allCommands: () => readonly Command[]): Command => ({
  name: 'completion',
  operands: '<shell>',
  operandCount: [1, 1],
  operandChoices: shells,
  summary: 'Print the completion script of a shell: bash, zsh or fish',
  notes: [
    'bash: eval "$(posthorn completion bash)" in ~/.bashrc\nzsh:  eval "$(posthorn completion zsh)" in ~/.zshrc, after compinit\nfish: posthorn completion fish > ~/.config/fish/completions/posthorn.fish',
  ],
  flags: {},
  examples: ['eval "$(posthorn completion bash)"'],
  async run({ args, output }) {
    const shell = chosen('The shell', args.operands[0] ?? '', shells);
    output.raw(scripts[shell](placesOf(allCommands())));
    return exitCodes.done;
  },
});
