import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createAdmission } from '../../queue/admission';
import { withStores } from '../auditedStack';
import { countOption, type Command } from '../command';
import { stuckSessions, type Stuck } from '../stuckSessions';

const USAGE = `Names what does not go on, why, and what to do next: sessions past their end, holds past their deadline, workflow tasks that
fail again and again, workflows of ended sessions, sessions without a workflow, rooms where somebody waits and nobody admits.

  npm run ops -- stuck [--grace SECONDS] [--most N] [--json]

  --grace SECONDS   for how long a deadline or an end may be over before it counts (default 120): a busy worker is late, not stuck
  --most N          asks at most so many open workflows about their tasks (default 2000), as failed-tasks does
  --json            an object: stuck (an array), open, asked

It changes nothing. What seems wrong is looked at a second time, 10 s later.

Exit codes: 0 nothing is stuck, 1 something is, 2 it could not be done, or was interrupted.`;

const LOOK_AGAIN_AFTER_MS = 10_000;
const MOST_PRINTED = 100;

/** @param lookAgainAfterMs before what seems wrong is looked at a second time. Milliseconds */
export function stuckCommand(lookAgainAfterMs = LOOK_AGAIN_AFTER_MS): Command {
  return {
    summary: 'sessions and rooms that do not go on, each with a reason and the next step',
    usage: USAGE,

    async run(args, { print, remark, atIntervals }, stopped, config) {
      const [text, flag] = [{ type: 'string' } as const, { type: 'boolean' } as const];
      const options = { grace: text, most: text, json: flag };
      const { grace, most, json } = parseArgs({ args, options }).values;
      const limits = {
        graceMs: countOption('grace', grace, { fallback: 120, least: 0, most: 999_999 }) * 1000,
        mostTasks: countOption('most', most, { fallback: 2_000, most: 1_000_000 }),
        lookAgainAfterMs,
      };
      const listener = {
        progress(text: string) {
          if (stopped()) throw new Error('it was interrupted');
          atIntervals(() => text);
        },
        pause: (ms: number) => pause(ms),
      };
      const look = await withStores(config, (stores, { redis, client }) =>
        stuckSessions(
          { stores, client, admission: createAdmission(redis), taskQueue: config.TASK_QUEUE },
          limits,
          listener,
        ),
      );
      print(json ? JSON.stringify(look, null, 2) : report(look.stuck));
      if (look.asked < look.open) {
        remark(`${look.asked} of ${look.open} open workflows were asked about their tasks; --most asks more`);
      }
      return look.stuck.length > 0 ? 1 : 0;
    },
  };
}

function report(stuck: readonly Stuck[]): string {
  const byStep = new Map<string, Stuck[]>();
  for (const one of stuck) byStep.set(one.next, [...(byStep.get(one.next) ?? []), one]);
  const lines: string[] = [];
  for (const [next, those] of byStep) {
    lines.push(
      ...those.slice(0, MOST_PRINTED).map(({ rule, subject, detail }) => `${rule}: ${subject}: ${detail}`),
    );
    const more = those.length - MOST_PRINTED;
    if (more > 0) lines.push(`… and ${more} more: --json has them all`);
    lines.push(`  next: ${next}`, '');
  }
  return [...lines, `Stuck: ${stuck.length}`].join('\n');
}
