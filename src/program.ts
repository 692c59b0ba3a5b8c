import { createInterface } from 'node:readline/promises';

/** What a command of the terminal talks to. */
export interface Output {
  /** The result, on standard output. */
  print(text: string): void;
  /** Progress and remarks, on standard error. */
  remark(text: string): void;
  /** Progress of long work: at most once in two seconds is the text asked for and shown. */
  atIntervals(text: () => string): void;
  /**
   * Asks whoever sits at the terminal, and waits for the line that is typed; '' for Ctrl-C and the end of the input.
   * Left out where nobody does.
   */
  ask?(question: string): Promise<string>;
}

const INTERVAL_MS = 2_000;

/**
 * Runs a command of the terminal. Ctrl-C and SIGTERM let it end what is under way; the second one ends it at once.
 * @param name how its failures begin, such as `The export`
 */
export function runProgram(
  name: string,
  command: (args: string[], output: Output, stopped: () => boolean) => Promise<number>,
): void {
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interrupted = true;
      console.error('Ends what is under way; Ctrl-C again ends it at once.');
    });
  }
  let shownAt = Date.now();
  const output: Output = {
    print: (text) => console.log(text),
    remark: (text) => console.error(text),
    atIntervals(text) {
      if (Date.now() - shownAt < INTERVAL_MS) return;
      shownAt = Date.now();
      console.error(text());
    },
    ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
  };
  command(process.argv.slice(2), output, () => interrupted).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(`${name} could not be done: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 2;
    },
  );
}

/** On standard error, so that what is printed can go to a file. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const gone = new AbortController();
  // While it reads a line, Ctrl-C comes here instead of to the process.
  terminal.once('SIGINT', () => gone.abort());
  terminal.once('close', () => gone.abort());
  try {
    return await terminal.question(question, { signal: gone.signal });
  } catch {
    return '';
  } finally {
    terminal.close();
  }
}
