import type { EndReason } from '../../src/contracts/states';
import { command, fanOf, isAdmitted, visitOf, type Command } from './command';
import { deliver, newVisit, nextContext, type Delivery, type Play, type Visit } from './delivery';
import type { ReservationModel } from './saleModel';
import { requestOf, type SeatWish } from './seatWish';

/** The steps of a session, as its workflow takes them. */

const HOLD_MS = 300_000;

export const join = (fan: number, admitted: boolean, delivery: Delivery): Command =>
  command(
    `fan ${fan} joins, ${admitted ? 'admitted' : `waiting (${delivery})`}`,
    (play) => !visitOf(play, fan),
    async (play, deciders) => {
      const visit = newVisit(play, fanOf(play, fan), admitted);
      play.visits.set(visit.identity.userId, visit);
      if (!admitted) await deliver(play, deciders, { kind: 'open', input: nextContext(visit) }, delivery);
    },
  );

export const admit = (fan: number, kind: 'admit' | 'take in', delivery: Delivery): Command =>
  command(
    `fan ${fan} is admitted by "${kind}" (${delivery})`,
    (play) => visitOf(play, fan)?.admittedAt === null,
    async (play, deciders) => {
      const visit = visitOf(play, fan)!;
      visit.admittedAt = visit.identity.joinedAt + 1;
      await deliver(play, deciders, { kind, input: nextContext(visit) }, delivery);
    },
  );

export const hold = (fan: number, wish: SeatWish, delivery: Delivery): Command =>
  command(
    `fan ${fan} holds ${JSON.stringify(wish)} (${delivery})`,
    (play) => isAdmitted(play, fan),
    async (play, deciders) => {
      const visit = visitOf(play, fan)!;
      const holdNumber = ++visit.lastNumber;
      const request = requestOf(play.sale, wish);
      const attempt = { holdNumber, holdMs: HOLD_MS, maxSeats: play.sale.maxSeats, request };
      const input = { ...nextContext(visit), ...attempt };
      const answer = await deliver(play, deciders, { kind: 'hold', input }, delivery);
      if (!answer) return;
      visit.attempt = holdNumber;
      if (answer.code === 'HELD') visit.held = holdNumber;
    },
  );

/** The workflow chooses among the seats of the hold it knows of, which is not always the one in force. */
export const letSeatsGo = (fan: number, choice: number, delivery: Delivery): Command =>
  command(
    `fan ${fan} keeps some of the seats, choice ${choice} (${delivery})`,
    (play) => isAdmitted(play, fan) && knownHold(play, visitOf(play, fan)!).seats.length > 1,
    async (play, deciders) => {
      const visit = visitOf(play, fan)!;
      const { scheduleId, seats } = knownHold(play, visit);
      const seatIds = seats.filter((_, index) => index !== choice % seats.length).map(({ id }) => id);
      const holdNumber = ++visit.lastNumber;
      const request = { scheduleId, seatIds };
      const attempt = { holdNumber, holdMs: null, maxSeats: play.sale.maxSeats, request };
      const input = { ...nextContext(visit), ...attempt };
      const answer = await deliver(play, deciders, { kind: 'keep', input }, delivery);
      if (!answer) return;
      visit.attempt = holdNumber;
      if (answer.code === 'HELD') visit.held = holdNumber;
    },
  );

function knownHold({ sale }: Readonly<Play>, { identity, held }: Visit): KnownHold {
  const known = sale.reservations.find(
    ({ session, holdNumber }) => session.id === identity.sessionId && holdNumber === held,
  );
  return known ?? { scheduleId: '', seats: [] };
}

type KnownHold = Pick<ReservationModel, 'scheduleId' | 'seats'>;

export const extend = (fan: number, holdCapMs: number, delivery: Delivery): Command =>
  command(
    `fan ${fan} extends the hold, up to ${holdCapMs} (${delivery})`,
    (play) => isAdmitted(play, fan) && visitOf(play, fan)!.held > 0,
    async (play, deciders) => {
      const visit = visitOf(play, fan)!;
      const input = { ...nextContext(visit), holdNumber: visit.held, holdCapMs };
      await deliver(play, deciders, { kind: 'extend', input }, delivery);
    },
  );

export const release = (fan: number, lastHoldEnd: 'EXPIRED' | 'RELEASED', delivery: Delivery): Command =>
  command(
    `fan ${fan}'s hold is let go as ${lastHoldEnd} (${delivery})`,
    (play) => isAdmitted(play, fan) && visitOf(play, fan)!.held > 0,
    async (play, deciders) => {
      const visit = visitOf(play, fan)!;
      const holdNumber = ++visit.lastNumber;
      const input = { ...nextContext(visit), holdNumber, lastHoldEnd };
      const answer = await deliver(play, deciders, { kind: 'release', input }, delivery);
      if (answer) visit.attempt = holdNumber;
    },
  );

export const pay = (fan: number, key: number, delivery: Delivery): Command =>
  command(
    `fan ${fan} pays with key ${key} (${delivery})`,
    // Paying without ever holding is refused by the workflow: rarely tried.
    (play) => isAdmitted(play, fan) && (visitOf(play, fan)!.held > 0 || key === 0),
    async (play, deciders) => {
      const visit = visitOf(play, fan)!;
      const input = { ...nextContext(visit), holdNumber: visit.held, paymentKey: `key-${key}` };
      await deliver(play, deciders, { kind: 'pay', input }, delivery);
    },
  );

export const end = (fan: number, reason: Exclude<EndReason, 'PAID'>, delivery: Delivery): Command =>
  command(
    `fan ${fan}'s session ends as ${reason} (${delivery})`,
    (play) => visitOf(play, fan) !== undefined,
    async (play, deciders) => {
      const visit = visitOf(play, fan)!;
      const input = { ...nextContext(visit), holdNumber: visit.attempt, reason };
      await deliver(play, deciders, { kind: 'end', input }, delivery);
    },
  );
