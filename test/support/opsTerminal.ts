import type { OperationsConfig } from '../../src/config';
import { opsCommand } from '../../src/operations/ops';
import type { Command } from '../../src/operations/command';
import type { Output } from '../../src/program';

/** What a command of `npm run ops` said. */
export interface Said {
  code: number;
  /** Standard output. */
  text: string;
  /** Standard error, progress included. */
  remarks: string;
}

export interface TerminalInput {
  /** What is typed when it asks; nobody sits there when left out. */
  typed?: string;
  /** Ctrl-C, once the remarks so far are as asked. */
  interruptWhen?: (remarks: readonly string[]) => boolean;
}

interface Terminal {
  said: Omit<Said, 'code'>;
  output: Output;
  stopped: () => boolean;
}

function openTerminal({ typed, interruptWhen }: TerminalInput): Terminal {
  const printed: string[] = [];
  const remarked: string[] = [];
  return {
    said: {
      get text() {
        return printed.join('\n');
      },
      get remarks() {
        return remarked.join('\n');
      },
    },
    output: {
      print: (text) => void printed.push(text),
      remark: (text) => void remarked.push(text),
      atIntervals: (text) => void remarked.push(text()),
      ...(typed === undefined
        ? {}
        : {
            ask: (question: string) => {
              remarked.push(question);
              return Promise.resolve(typed);
            },
          }),
    },
    stopped: () => interruptWhen?.(remarked) ?? false,
  };
}

/** Runs `npm run ops -- …args` in this process, on a stack of its own. */
export async function ops(
  config: OperationsConfig,
  args: string[],
  input: TerminalInput = {},
): Promise<Said> {
  const { said, output, stopped } = openTerminal(input);
  const code = await opsCommand(args, output, stopped, config);
  return { code, text: said.text, remarks: said.remarks };
}

/** As `ops`, for a command that was made for the test. */
export async function runCommand(
  command: Command,
  config: OperationsConfig,
  args: string[],
  input: TerminalInput = {},
): Promise<Said> {
  const { said, output, stopped } = openTerminal(input);
  const code = await command.run(args, output, stopped, config);
  return { code, text: said.text, remarks: said.remarks };
}
