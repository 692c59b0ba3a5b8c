import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import { defineSignal, defineUpdate } from '@temporalio/workflow';
import {
  SESSION_OPERATIONS,
  type OperationMessage,
  type OperatorAnswer,
  type SessionOperation,
} from './operatorActions';

function each<T>(define: (name: SessionOperation) => T): Readonly<Record<SessionOperation, T>> {
  return Object.fromEntries(SESSION_OPERATIONS.map((name) => [name, define(name)])) as Record<
    SessionOperation,
    T
  >;
}

/** What operators send to a session: an update answers, or says why not. */
export const operatorUpdates = each<UpdateDefinition<OperatorAnswer, [OperationMessage]>>((name) =>
  defineUpdate(name),
);

/** The same for many sessions at once: a refused signal changes nothing, and says so in the log and on record. */
export const operatorSignals = each<SignalDefinition<[OperationMessage]>>((name) => defineSignal(name));
