import { ApplicationFailure } from '@temporalio/common';
import type {
  EndSessionInput,
  ExtendHoldInput,
  HoldSeatsInput,
  PayInput,
  ReleaseHoldInput,
  SessionActivities,
  SessionContext,
} from '../../src/contracts/activities';
import type { Hold } from '../../src/contracts/session';
import type { SqlClient } from '../../src/persistence/sqlClient';
import {
  cancelReservation,
  type CancelReservationStatementInput,
} from '../../src/persistence/statements/cancelReservation';
import { recordSessions } from '../../src/persistence/statements/recordSessions';
import { topUpWallet, type TopUpWalletInput } from '../../src/persistence/statements/topUpWallet';
import { cancelInModel, topUpInModel } from './moneyModel';
import type { Answer, SaleModel } from './saleModel';
import { endInModel, extendInModel, holdInModel, payInModel, recorded, releaseInModel } from './sessionModel';

/**
 * What PostgreSQL is asked to do, once it is decided what: a step can be repeated and can arrive late, always with the same
 * input. A step that is to come is added here, to `perform` and to `predict`, and as a command. `keep` is a hold of some of the
 * seats held, with the deadline they have.
 */
export type Step =
  | { kind: 'open' | 'admit' | 'take in'; input: SessionContext }
  | { kind: 'hold' | 'keep'; input: HoldSeatsInput }
  | { kind: 'extend'; input: ExtendHoldInput }
  | { kind: 'release'; input: ReleaseHoldInput }
  | { kind: 'pay'; input: PayInput }
  | { kind: 'end'; input: EndSessionInput }
  | { kind: 'top up'; input: TopUpWalletInput }
  | { kind: 'cancel'; input: CancelReservationStatementInput; tooLate: boolean };

export function userOf({ input }: Step): string {
  return 'identity' in input ? input.identity.userId : input.userId;
}

export interface Deciders {
  db: SqlClient;
  activities: SessionActivities;
}

/** @throws what is neither an answer nor a refusal: a defect */
export async function perform(deciders: Deciders, step: Step): Promise<Answer> {
  try {
    return await answerOf(deciders, step);
  } catch (error) {
    if (!(error instanceof ApplicationFailure) || !error.type) throw error;
    const [{ balance, requiredAmount }] = error.details as [Record<string, unknown>];
    return error.type === 'INSUFFICIENT_BALANCE'
      ? { code: error.type, balance, requiredAmount }
      : { code: error.type };
  }
}

async function answerOf({ db, activities }: Deciders, step: Step): Promise<Answer> {
  switch (step.kind) {
    case 'open':
      await activities.openSession(step.input);
      return { code: 'RECORDED' };
    case 'admit':
      await activities.admitSession(step.input);
      return { code: 'RECORDED' };
    case 'take in':
      await recordSessions(db, [{ identity: step.input.identity, admittedAt: step.input.admittedAt ?? 0 }]);
      return { code: 'RECORDED' };
    case 'hold':
    case 'keep':
      return { code: 'HELD', ...factsOf((await activities.holdSeats(step.input)).hold) };
    case 'extend': {
      const { hold, leftMs } = await activities.extendHold(step.input);
      if (leftMs <= 0) throw new Error(`The hold has ${leftMs} ms left`);
      return { code: 'EXTENDED', ...factsOf(hold) };
    }
    case 'release':
      return { code: 'RELEASED', end: (await activities.releaseHold(step.input)).end };
    case 'pay': {
      const { paymentId, reservationId, amount, balance } = await activities.pay(step.input);
      return { code: 'PAID', paymentId, reservationId, amount, balance };
    }
    case 'end':
      return { code: 'ENDED', end: (await activities.endSession(step.input)).end };
    case 'top up': {
      const { outcome, ...facts } = await topUpWallet(db, step.input);
      return { code: outcome, ...facts };
    }
    case 'cancel': {
      const { outcome, ...facts } = await cancelReservation(db, step.input);
      return { code: outcome, ...facts };
    }
  }
}

function factsOf({ reservationId, scheduleId, seats, amount, expiresAt }: Hold): object {
  return { reservationId, scheduleId, seatIds: seats.map(({ id }) => id).sort(), amount, expiresAt };
}

/** Changes the model as the step should have changed the database. @returns the answer that the step should have given */
export function predict(sale: SaleModel, step: Step, found: Answer): Answer {
  switch (step.kind) {
    case 'open':
    case 'admit':
    case 'take in':
      recorded(sale, step.input);
      return { code: 'RECORDED' };
    case 'hold':
    case 'keep':
      return holdInModel(sale, step.input, found);
    case 'extend':
      return extendInModel(sale, step.input);
    case 'release':
      return releaseInModel(sale, step.input);
    case 'pay':
      return payInModel(sale, step.input, found);
    case 'end':
      return endInModel(sale, step.input);
    case 'top up':
      return topUpInModel(sale, step.input, found);
    case 'cancel':
      return cancelInModel(sale, step.input, step.tooLate);
  }
}
