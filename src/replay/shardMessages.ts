import type { Difference } from './firstDifference';

/** One history to replay: a file, or a run on the server. */
export type ReplayJob = { file: string } | { workflowId: string; runId: string };

/** To a shard, as it starts. */
export interface ShardTask {
  bundle: string;
  /** Only workflows of this type; others are passed over. */
  workflowType: string | null;
}

/** From the process that leads, in answer to `want`: none is left when the list is empty. */
export interface ShardJobs {
  jobs: ReplayJob[];
}

export type Verdict =
  | { verdict: 'REPLAYED' }
  /** Today's workflow code does not fit. */
  | ({ verdict: 'FAILED' } & Difference)
  /** It could not be read: nothing is known of today's code. */
  | { verdict: 'DAMAGED'; words: string }
  /** Of another type than was asked for. */
  | { verdict: 'PASSED_OVER' };

export interface ReplayedHistory {
  job: ReplayJob;
  workflowId: string | null;
  type: string | null;
  outcome: string | null;
  events: number;
  /** Milliseconds, reading included. */
  tookMs: number;
  result: Verdict;
}

/** From a shard. */
export type ShardMessage = { want: true } | { done: ReplayedHistory };
