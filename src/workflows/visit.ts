import { condition } from '@temporalio/workflow';
import type { CloseRequest } from '../contracts/messages';
import type { SessionInput, SessionResult, SessionView } from '../contracts/session';
import type { EndReason } from '../contracts/states';
import { startDeadline, type Deadline } from './deadline';
import type { FirstHold } from './firstHold';
import type { Turns } from './turns';

/** What of its session the visit of an admitted fan has to do with. */
export interface SessionOfVisit {
  windowTimer: SessionInput['windowTimer'];
  now: {
    view: SessionView;
    holdDeadline: Deadline | null;
    closing: CloseRequest['reason'] | null;
    result: SessionResult | null;
  };
  turns: Turns;
  firstHold(): Pick<FirstHold, 'isOpen' | 'settle'>;
  releaseHold(lastHoldEnd: 'EXPIRED'): Promise<void>;
  endAs(reason: Exclude<EndReason, 'PAID'>): Promise<void>;
}

export interface Visit {
  /** The admission window has run out, and only a hold keeps the session open. */
  windowOver(): boolean;
  /** Until the fan has paid or left, or the admission window is over and no seat is held. */
  run(): Promise<void>;
}

/** Waits for what ends an admitted fan's visit, and carries out what time brings. */
export function createVisit(session: SessionOfVisit): Visit {
  const { windowTimer, now, turns, firstHold, releaseHold, endAs } = session;
  let window: Deadline | null = null;

  /** By the clock as well, where no timer need run. */
  function windowOver(): boolean {
    if (window?.passed) return true;
    const { admittedUntil } = now.view;
    return windowTimer === 'WHILE_IDLE' && admittedUntil !== null && Date.now() >= admittedUntil;
  }

  function startWindow(): void {
    window = startDeadline(
      now.view.expiresAt - Date.now(),
      'Admission window ends: without a hold the session expires',
    );
  }

  const isIdle = (): boolean => now.view.state === 'ADMITTED';
  const holdRanOut = (): boolean => now.view.hold !== null && now.holdDeadline?.passed === true;
  const isOver = (): boolean => isIdle() && (windowOver() || now.closing !== null);
  const windowUntimed = (): boolean => window === null && isIdle() && turns.idle();
  const firstHoldOpen = (): boolean => turns.idle() && firstHold().isOpen();

  return {
    windowOver,

    async run() {
      if (windowTimer !== 'WHILE_IDLE') startWindow();
      while (!now.result) {
        await condition(
          () => now.result !== null || holdRanOut() || isOver() || windowUntimed() || firstHoldOpen(),
        );
        if (now.result) return;
        if (firstHoldOpen()) {
          await firstHold().settle();
          continue;
        }
        if (!holdRanOut() && !isOver()) {
          startWindow();
          continue;
        }
        await turns.inTurn(async () => {
          if (now.result) return;
          if (holdRanOut()) await releaseHold('EXPIRED');
          else if (isOver()) await endAs(now.closing ?? 'ADMISSION_WINDOW');
        });
      }
    },
  };
}
