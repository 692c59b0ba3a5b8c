/** A problem that a person can act on: it is printed as it is, without a stack. */
export class SetupProblem extends Error {}

// Whoever read the output may go away (`npm start | head`): that is no reason to leave the engines without their keeper.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

/** Prints one line. Everything goes to stdout, so that `npm start > file` keeps it. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Elapsed time in seconds for people, e.g. `1.4 s`. */
export function secondsSince(start) {
  const seconds = (Date.now() - start) / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/**
 * Runs one step and prints `title: note (1.2 s)` when it is done. A step that takes longer than ten seconds says every ten seconds
 * that it is still at work, so that a long build does not look like a hang.
 * @param {string} title
 * @param {() => Promise<string | void>} work returns a note on what came out of it
 */
export async function step(title, work) {
  const start = Date.now();
  const ticker = setInterval(() => say(`  … ${title}, ${secondsSince(start)} so far`), 10_000);
  try {
    const note = await work();
    say(`  ${title}${note ? `: ${note}` : ''} (${secondsSince(start)})`);
  } finally {
    clearInterval(ticker);
  }
}

/** Prints why a script failed and sets its exit code. Unexpected errors keep their stack. */
export function reportFailure(error) {
  const expected = error instanceof SetupProblem;
  process.stderr.write(`\n${expected ? error.message : (error?.stack ?? error)}\n`);
  process.exitCode = 1;
}
