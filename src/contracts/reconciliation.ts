import type { SessionIdentity } from './session';

/** One thing that is not as it must be. */
export interface Finding {
  rule: string;
  /** What violates the rule, such as `seat 17`. Ids only, no personal data. */
  subject: string;
  detail: string;
}

/** What PostgreSQL, Redis and the open workflows can disagree about. docs/operations.md explains each. */
export const STORE_RULES = [
  'hold-without-workflow',
  'hold-past-its-deadline',
  'session-without-workflow',
  'workflow-of-ended-session',
  'slot-without-session',
  'place-without-session',
  'admitted-without-slot',
  'waiting-without-place',
  'room-not-ready',
  'hardly-any-workflow',
  'not-all-looked-at',
] as const;
export type StoreRule = (typeof STORE_RULES)[number];

/** How often each rule was broken, every rule that was checked included. */
export type RuleCounts = Record<string, number>;

/** Names a session. Of what Redis has lost the view of, the fan is not always known. */
export type SessionKey = Pick<SessionIdentity, 'sessionId' | 'concertId'> & { userId: string | null };

/** The input of a reconciliation. Milliseconds. */
export interface ReconciliationInput {
  /** How long a deadline or an end may be over before it counts: a busy worker is late, not wrong. */
  graceMs: number;
  /** Between the two looks at whatever seems wrong. */
  lookAgainAfterMs: number;
  /**
   * Nothing is repaired where fewer of the sessions on record than this percentage have an open workflow; 0: always.
   * Missing, also in histories recorded before it was known: 10.
   */
  leastOpenPercent?: number;
  /** Idempotency keys older than this are deleted. They count as absent after 24 hours. */
  keepKeysMs: number;
  /** Records of reconciliations older than this are deleted. */
  keepRecordsMs: number;
}

export type AuditLimits = Pick<ReconciliationInput, 'graceMs' | 'lookAgainAfterMs' | 'leastOpenPercent'>;

/** What an audit found. */
export interface AuditResult {
  counts: RuleCounts;
  /** The first few of each rule that is broken. */
  examples: Finding[];
  /** Sessions that can be put right without deciding anything about money; at most 500, chosen by chance. */
  repairable: SessionKey[];
}

/** What the record of a reconciliation keeps, and what `GET /metrics` tells of the last one. */
export interface ReconciliationRecord extends Pick<AuditResult, 'counts' | 'examples'> {
  /** The run of the workflow, which makes writing it twice harmless. */
  id: string;
  /** Epoch milliseconds. */
  startedAt: number;
  /** How many were repaired, by the rule that they broke; and the idempotency keys that were deleted. */
  repaired: RuleCounts;
}

/** The workflow's result, for the Web UI: counts of the rules that are broken, and of what was repaired. */
export interface ReconciliationResult {
  outcome: 'CLEAN' | 'FINDINGS';
  findings: RuleCounts;
  repaired: RuleCounts;
}

/** Each can be repeated: what is in order already is left as it is. */
export interface ReconciliationActivities {
  /** Proves the invariants of PostgreSQL, and compares it with Redis and the open workflows. Heartbeats. */
  auditStores(input: AuditLimits): Promise<AuditResult>;
  /**
   * Looks at each session once more and puts right what is still wrong and safe to repair: gives up sessions without a
   * workflow, and puts back those that Redis has lost. Never touches money. Heartbeats.
   * @returns how many were repaired, by rule
   */
  repairSessions(input: { sessions: SessionKey[]; graceMs: number }): Promise<RuleCounts>;
  /** Deletes idempotency keys that count as absent, in batches. Heartbeats. @returns how many */
  deleteOldKeys(input: Pick<ReconciliationInput, 'keepKeysMs'>): Promise<number>;
  /** Writes the record, and deletes those that are too old. Warns in the log of what was found. */
  recordReconciliation(input: ReconciliationRecord & { keepRecordsMs: number }): Promise<void>;
}
