import type Redis from 'ioredis';
import type { WaitingRoomState } from '../contracts/states';
import { roomStateOf } from '../domain/roomState';
import { addScript, createScripts } from './scripts';

/** A room as metrics tell of it. */
export interface RoomGauge {
  concertId: string;
  state: WaitingRoomState;
  /** false: Redis has lost the line and it is being rebuilt. */
  ready: boolean;
  /** Fans in the line who are there. */
  waiting: number;
  silent: number;
  /** Sessions that take up a slot. */
  admitted: number;
  capacity: number;
  admissionsLastMinute: number;
  /** Fans for whom there are a free slot and a turn at this moment; the next tick takes them in. */
  due: number;
  /** Taken out of the line, and their workflows have not confirmed it yet. */
  unconfirmed: number;
  /** For how long somebody has had to be looked after with no runner at work. Seconds. */
  unattendedSeconds: number;
}

type Answer =
  | []
  | [
      waiting: number,
      silent: number,
      admitted: number,
      lastMinute: number,
      due: number,
      unconfirmed: number,
      unattendedMs: number,
      capacity: string,
      paused: string,
      closed: string,
      opensAt: string,
      soldOut: string,
      ready: string,
      now: number,
    ];

/**
 * Reads rooms in one round trip; those that Redis does not know are left out. Nothing is written: a scrape is no sign of
 * life, and wakes nobody.
 */
export function createRoomGauges(redis: Redis): (concertIds: readonly string[]) => Promise<RoomGauge[]> {
  createScripts(redis);
  return async (concertIds) => {
    const pipeline = redis.pipeline();
    for (const concertId of concertIds) addScript(pipeline, 'gauge', concertId, []);
    const answers = (await pipeline.exec()) ?? [];
    return answers.flatMap(([error, answer], index) => {
      if (error) throw error;
      const concertId = concertIds[index];
      return concertId === undefined ? [] : gaugeOf(concertId, answer as Answer);
    });
  };
}

function gaugeOf(concertId: string, answer: Answer): RoomGauge[] {
  if (answer.length === 0) return [];
  const [waiting, silent, admitted, admissionsLastMinute, due, unconfirmed, unattendedMs, ...rest] = answer;
  const [capacity, paused, closed, opensAt, soldOut, ready, now] = rest;
  const moment = {
    ...{ closed: closed === '1', soldOut: soldOut === '1', paused: paused === '1', ready: ready === '1' },
    ...{ opensAt: Number(opensAt), now },
  };
  return [
    {
      ...{ concertId, waiting, silent, admitted, admissionsLastMinute, due, unconfirmed },
      state: roomStateOf(moment),
      ready: moment.ready,
      capacity: Number(capacity),
      unattendedSeconds: unattendedMs / 1000,
    },
  ];
}
