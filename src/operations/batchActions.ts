import type { SessionOperation } from '../contracts/operatorActions';
import type { SessionState } from '../contracts/states';

/** What can be done to many sessions at once. */
export interface BatchAction {
  message: SessionOperation;
  /** Sessions in another state are left alone. */
  states: readonly SessionState[];
  /** What is done to each, for the preview. */
  does: string;
}

export const BATCH_ACTIONS: Readonly<Record<string, BatchAction>> = {
  'release-hold': {
    message: 'operatorReleaseHold',
    states: ['HOLDING'],
    does: 'its seats go back on sale; the fan may hold others while the admission window lasts',
  },
  'extend-hold': {
    message: 'operatorExtendHold',
    states: ['HOLDING'],
    does: 'its seats are held longer, up to the longest that a hold may last',
  },
  expire: {
    message: 'operatorExpire',
    states: ['WAITING', 'ADMITTED', 'HOLDING'],
    does: 'it ends as EXPIRED; what it holds goes back on sale, and its place is lost',
  },
  remove: {
    message: 'operatorRemove',
    states: ['WAITING', 'ADMITTED', 'HOLDING'],
    does: 'it ends as LEFT; what it holds goes back on sale, and its place is lost',
  },
  admit: {
    message: 'operatorAdmit',
    states: ['WAITING'],
    does: 'it is admitted out of turn, while a slot is free',
  },
};
