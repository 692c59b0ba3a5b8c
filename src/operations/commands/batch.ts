import { parseArgs } from 'node:util';
import type { Client } from '@temporalio/client';
import { uuidv7 } from 'uuidv7';
import type { OperationsConfig } from '../../config';
import { refusalToOperateSession } from '../../domain/operatorRules';
import { withAuditDatabase } from '../../persistence/auditDatabase';
import { recordedActions, type RecordedActions } from '../../persistence/reads/batchActions';
import type { Output } from '../../program';
import { withTemporal } from '../auditedStack';
import { BATCH_ACTIONS } from '../batchActions';
import { batchTargets, begunAt, type BatchTargets } from '../batchTargets';
import { againText, previewText, resultText, type Batch } from '../batchText';
import { countOption, type Command } from '../command';
import { pollersOf } from '../pollers';
import { countOutcomes, countReasons, progressText, runBatch } from '../runBatch';
import { listPage } from '../webUi';

const ACTIONS = Object.keys(BATCH_ACTIONS).join(', ');

const USAGE = `Does the same to many open sessions, one after the other, and says what became of each.

  npm run ops -- batch ACTION --query QUERY --by LOGIN --why TEXT [--rate N] [--yes] [--json]
                              [--seconds N] [--beyond-capacity] [--batch-id ID]

  ACTION             ${ACTIONS}
  --query QUERY      which open sessions, as in the Web UI: "ConcertId = '5' AND SessionState = 'HOLDING'"
  --by, --why        who does it and for what reason: kept in each history and in the table operator_actions; nothing personal
  --rate N           sessions a second at most (default 20, at most 200); slower where workers are slower
  --seconds N        extend-hold: by how much
  --beyond-capacity  admit: also where no slot is free
  --yes              goes on without asking; where nobody sits at a terminal it does nothing without it
  --batch-id ID      repeats a batch, which was interrupted for instance: each session takes it once, however often it comes
  --json             an object: batchId, matched, targets, counts, reasons, onRecord, tookMs, outcomes (an array)

It first shows what it would do. Sessions in a state that the action is not for are left alone, and so are those that joined
after the batch was first begun. Ctrl-C ends it after the actions under way, and prints how to go on.

Exit codes: 0 all done, 1 some were refused or failed, 2 not done, or interrupted.`;

/** The clocks of this machine and the database's may differ. */
const CLOCKS_DIFFER_MS = 600_000;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  ...{ query: text, by: text, why: text, rate: text, seconds: text, 'batch-id': text },
  ...{ 'beyond-capacity': flag, yes: flag, json: flag },
};

/** How the fields of a message are called here. */
const OPTION_OF: Readonly<Record<string, string>> = {
  actionId: 'batch-id',
  beyondCapacity: 'beyond-capacity',
};

/** @throws Error that names what is missing or wrong */
export function parseBatch(args: string[]): { batch: Batch; yes: boolean; json: boolean } {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const { query, by, why, seconds, yes = false, json = false } = values;
  const [name = '', ...more] = positionals;
  const action = Object.hasOwn(BATCH_ACTIONS, name) ? BATCH_ACTIONS[name] : undefined;
  if (!action || more.length > 0) throw new Error(`the action must be one of ${ACTIONS}`);
  if (!query?.trim()) throw new Error(`--query must say which sessions, such as "ConcertId = '5'"`);
  const beyondCapacity = values['beyond-capacity'];
  const actionId = values['batch-id'] ?? uuidv7();
  begunAt(actionId);
  const message = {
    ...{ by: by ?? '', why: why ?? '', actionId },
    ...(seconds === undefined ? {} : { seconds: Number(seconds) }),
    ...(beyondCapacity ? { beyondCapacity } : {}),
  };
  // What each session would refuse.
  const refusal = refusalToOperateSession(action.message, message);
  if (refusal)
    throw new Error(
      refusal.detail.replace(/"(\w+)"/g, (_match, field: string) => `--${OPTION_OF[field] ?? field}`),
    );
  const rate = countOption('rate', values.rate, { fallback: 20, most: 200 });
  return { batch: { name, action, query, message, rate }, yes, json };
}

export const batch: Command = {
  summary: `the same for many sessions: ${ACTIONS}`,
  usage: USAGE,

  async run(args, output, stopped, config) {
    const { batch, yes, json } = parseBatch(args);
    return await withTemporal(config, async (client) => {
      if ((await pollersOf(client, config.TASK_QUEUE)).length === 0)
        throw new Error('no worker asks for tasks, so that no session would answer: start one');
      const before = await onRecord(config, batch);
      const wanted = {
        taskQueue: config.TASK_QUEUE,
        narrowedBy: batch.query,
        batchId: batch.message.actionId,
      };
      const found = await batchTargets(client, wanted, batch.action, stopped);
      output.remark(previewText(batch, found, before));
      const page = listPage(config, found.query);
      if (page) output.remark(`  in the Web UI  ${page}`);
      const goOn = found.targets.length === 0 || yes || (await confirmed(output, found.targets.length));
      if (stopped() || !goOn) {
        output.remark('Nothing was done.');
        return 2;
      }
      return await carryOut({ client, config, batch, found, output, stopped, json });
    });
  },
};

async function confirmed({ ask, remark }: Output, count: number): Promise<boolean> {
  if (!ask) {
    remark('Nobody sits at a terminal: --yes goes on without asking.');
    return false;
  }
  return (await ask(`Type the number of sessions, ${count}, to go on: `)).trim() === String(count);
}

async function carryOut({
  client,
  config,
  batch,
  found,
  output,
  stopped,
  json,
}: {
  client: Client;
  config: OperationsConfig;
  batch: Batch;
  found: BatchTargets;
  output: Output;
  stopped: () => boolean;
  json: boolean;
}): Promise<0 | 1 | 2> {
  const { print, remark, atIntervals } = output;
  const { action, message, rate } = batch;
  const work = { targets: found.targets, operation: action.message, message, rate };
  const ended = await runBatch(client, work, stopped, (sofar) => atIntervals(() => progressText(sofar)));
  const counts = countOutcomes(ended.outcomes);
  const recorded = await onRecord(config, batch);
  const result = {
    ...{
      batchId: message.actionId,
      action: batch.name,
      matched: found.matched,
      targets: found.targets.length,
    },
    ...{ counts, reasons: countReasons(ended.outcomes), onRecord: recorded, tookMs: ended.tookMs },
    outcomes: ended.outcomes,
  };
  print(json ? JSON.stringify(result, null, 2) : resultText(batch, ended, recorded));
  if (ended.outcomes.length < found.targets.length) {
    remark(`Interrupted. To go on: ${againText(batch)}`);
    return 2;
  }
  const notDone = ended.outcomes.some(({ outcome }) => outcome === 'REFUSED' || outcome === 'FAILED');
  if (counts.FAILED)
    remark(`Those that failed may have been done all the same. To try again: ${againText(batch)}`);
  return notDone ? 1 : 0;
}

/** @throws Error where the id belongs to a batch that did something else */
async function onRecord(
  { DATABASE_URL }: OperationsConfig,
  { action, message }: Batch,
): Promise<RecordedActions[]> {
  const since = new Date(begunAt(message.actionId).getTime() - CLOCKS_DIFFER_MS);
  const recorded = await withAuditDatabase(DATABASE_URL, (db) =>
    recordedActions(db, message.actionId, since),
  );
  const other = recorded.find(({ what }) => what !== action.message);
  if (other) throw new Error(`--batch-id: that batch is one of ${other.what}`);
  return recorded;
}
