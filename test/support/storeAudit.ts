import type { AuditedStores, AuditListener } from '../../src/activities/auditedStores';
import { compareStores, type StoreComparison } from '../../src/activities/compareStores';
import { repairSessions, type RepairTools } from '../../src/activities/repairSessions';
import type { RuleCounts, SessionKey } from '../../src/contracts/reconciliation';
import { createRoomAudit } from '../../src/queue/roomAudit';
import { createOpenSessionList } from '../../src/workers/openSessionList';
import { createRoomSessions } from '../../src/workers/roomSessions';
import type { RunningStack } from './runningStack';

/** So long a session counts as starting: what is broken on purpose is looked at after it. */
export const STARTING_MS = 16_000;

export function storesOf({ db, redis, waitingRoom, admission, client, config }: RunningStack): RepairTools {
  return {
    ...{ db, waitingRoom, admission },
    roomAudit: createRoomAudit(redis),
    openSessions: createOpenSessionList(client, config.TASK_QUEUE),
    sessions: createRoomSessions(client, db),
  };
}

const listener: AuditListener = {
  progress: () => undefined,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export async function compare(
  stores: AuditedStores,
  { graceMs = 60_000, lookAgainAfterMs = 200 } = {},
): Promise<StoreComparison> {
  return await compareStores(stores, { graceMs, lookAgainAfterMs }, listener);
}

/** `rule session` for each finding, sorted. */
export async function findings(
  stores: AuditedStores,
  options?: Parameters<typeof compare>[1],
): Promise<string[]> {
  const { findings: found } = await compare(stores, options);
  return found.map(({ rule, subject }) => `${rule} ${subject.replace(/^session /, '')}`).sort();
}

export async function repair(stores: RepairTools, sessions: SessionKey[]): Promise<RuleCounts> {
  return await repairSessions(stores, { sessions, graceMs: 60_000 }, () => undefined);
}
