import { checkHistories } from './property';

/**
 * A failure prints its seed, path and shortest history. To see it again:
 * `npm run test:model -- --seed N --path P --replay-path R` (the last stands in the comment behind the history).
 */
const { MODEL_RUNS, MODEL_SEED, MODEL_PATH, MODEL_REPLAY_PATH } = process.env;
const RUNS = Number(MODEL_RUNS || 300);
const MOST = 60;
/** Ten times what it takes on two busy cores. */
const MS_PER_RUN = 1_500;
const LIMIT_MS = Math.max(120_000, RUNS * MS_PER_RUN);

test(
  'whatever fans, workflows and late messages do, PostgreSQL decides as the model, and the audit finds nothing',
  () =>
    checkHistories({
      runs: RUNS,
      most: MOST,
      limitMs: LIMIT_MS,
      ...(MODEL_SEED ? { seed: Number(MODEL_SEED) } : {}),
      ...(MODEL_PATH ? { path: MODEL_PATH } : {}),
      ...(MODEL_REPLAY_PATH ? { replayPath: MODEL_REPLAY_PATH } : {}),
      ...(MODEL_RUNS ? { onRun: showProgress } : {}),
    }),
  LIMIT_MS + 60_000,
);

const SHOWN_EVERY = 100;

function showProgress(run: number, tally: ReadonlyMap<string, number>): void {
  if (run % SHOWN_EVERY !== 0 && run !== RUNS) return;
  const steps = [...tally.values()].reduce((sum, count) => sum + count, 0);
  process.stderr.write(`${run} of ${RUNS} histories, ${steps} steps\n`);
  if (run !== RUNS) return;
  for (const [outcome, count] of [...tally].toSorted()) process.stderr.write(`  ${outcome} ${count}\n`);
}
