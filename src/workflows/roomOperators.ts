import { currentUpdateInfo, setHandler, uuid4, workflowInfo } from '@temporalio/workflow';
import type { OperatorAction } from '../contracts/operatorActions';
import {
  admitOneUpdate,
  cancelReservationUpdate,
  changeRoomUpdate,
  closeRoomUpdate,
  pauseUpdate,
  removeOneUpdate,
  reopenRoomUpdate,
  resumeUpdate,
  roomStatusQuery,
  setCapacityUpdate,
  setRateUpdate,
  wakeSignal,
} from '../contracts/roomMessages';
import type { Operator, RoomChange, RoomFigures, WaitingRoomActivities } from '../contracts/waitingRoom';
import { isActionId, refusalToCancelForFan } from '../domain/operatorRules';
import { describeChange } from '../domain/roomDetails';
import { refusalToChangeRoom, refusalToOperate } from '../domain/roomRules';
import type { Refusal } from '../domain/sessionRules';
import { refuse, rethrowRefusal } from './refusal';
import { cancelForFan } from './cancelForFan';
import type { RoomMemory } from './roomMemory';
import { createTurns } from './turns';

type Operations = Omit<WaitingRoomActivities, 'admitFans'>;

/** What an operator asks for, once its turn has come. */
interface Step {
  what: string;
  run(action: OperatorAction): Promise<RoomFigures>;
  /** Somebody may have to be let in or sent away. Where nobody waits, the runner rests at once: harmless. */
  wakes: boolean;
}

/** Lets operators, and the API for them, see and steer a room. Their actions are taken one after another. */
export function handleOperators(concertId: string, room: RoomMemory, operations: Operations): void {
  const { inTurn } = createTurns();

  /** As it is put on record: the update's own id stands for an action that has none. */
  function actionOf({ by, why, actionId }: Operator): OperatorAction {
    const { id, name } = currentUpdateInfo() ?? { id: undefined, name: 'update' };
    const given = actionId ?? id;
    const { workflowId } = workflowInfo();
    return { workflowId, actionId: isActionId(given) ? given : uuid4(), what: name, by, why };
  }

  async function act(operator: Operator, { what, run, wakes }: Step): Promise<RoomFigures> {
    const { by, why, actionId } = operator;
    const action = actionOf(operator);
    const named = actionId === undefined ? {} : { actionId };
    return await inTurn(async () => {
      const figures = await run(action).catch(rethrowRefusal);
      room.acted({ at: Date.now(), by, why, what, ...named }, figures);
      if (wakes) room.wake();
      return figures;
    });
  }

  function change(operator: Operator, settings: RoomChange): Promise<RoomFigures> {
    const { paused, ...others } = settings;
    return act(operator, {
      what: describeChange(settings),
      run: (action) => operations.changeRoom({ concertId, change: settings, action }),
      wakes: paused !== true || Object.keys(others).length > 0,
    });
  }

  /** A refused update leaves no event: the validator runs before the workflow accepts it. */
  function permitting(description: string, refusalTo: (message: unknown) => Refusal | null) {
    return {
      description,
      validator(message: unknown) {
        const refusal = refusalTo(message);
        if (refusal) refuse(refusal);
      },
    };
  }
  const plainly = (message: unknown): Refusal | null => refusalToOperate(message);
  const namingAFan = (message: unknown): Refusal | null => refusalToOperate(message, 'userId');

  setHandler(wakeSignal, () => room.wake(), { description: 'Somebody waits: admit the next fans' });
  setHandler(roomStatusQuery, () => room.status(), {
    description: 'The room, and the last ten actions on it',
  });

  setHandler(
    changeRoomUpdate,
    ({ by, why, actionId, ...settings }) => change({ by, why, actionId }, settings),
    permitting(
      'Several settings at once: {by, why} and any of paused, capacity, admissionsPerSecond, closed',
      refusalToChangeRoom,
    ),
  );
  setHandler(
    pauseUpdate,
    (operator) => change(operator, { paused: true }),
    permitting('Admits nobody until it is resumed; places are kept: {by, why}', plainly),
  );
  setHandler(
    resumeUpdate,
    (operator) => change(operator, { paused: false }),
    permitting('Admits again: {by, why}', plainly),
  );
  setHandler(
    setRateUpdate,
    ({ admissionsPerSecond, ...operator }) => change(operator, { admissionsPerSecond }),
    permitting('Fans admitted per second: {by, why, admissionsPerSecond}', (message) =>
      refusalToOperate(message, 'admissionsPerSecond'),
    ),
  );
  setHandler(
    setCapacityUpdate,
    ({ capacity, ...operator }) => change(operator, { capacity }),
    permitting('Fans admitted at once: {by, why, capacity}', (message) =>
      refusalToOperate(message, 'capacity'),
    ),
  );
  setHandler(
    closeRoomUpdate,
    (operator) => change(operator, { closed: true }),
    permitting('Ends the sale; who waits is let go, who is admitted finishes: {by, why}', plainly),
  );
  setHandler(
    reopenRoomUpdate,
    (operator) => change(operator, { closed: false }),
    permitting('Takes a closing back: {by, why}', plainly),
  );
  setHandler(
    admitOneUpdate,
    ({ userId, ...operator }) =>
      act(operator, {
        what: `admitted ${userId}`,
        run: (action) => operations.admitOne({ concertId, userId, action }),
        wakes: true,
      }),
    permitting('Admits one waiting fan out of turn, if a slot is free: {by, why, userId}', namingAFan),
  );
  setHandler(
    removeOneUpdate,
    ({ userId, ...operator }) =>
      act(operator, {
        what: `removed ${userId}`,
        run: (action) => operations.removeOne({ concertId, userId, action }),
        wakes: false,
      }),
    permitting("Ends one fan's session; what they hold goes back on sale: {by, why, userId}", namingAFan),
  );
  setHandler(
    cancelReservationUpdate,
    (message) => cancelForFan({ concertId, message, action: actionOf(message), operations, inTurn }),
    permitting(
      'Refunds one reservation, its seats go back on sale: {by, why, reservationId, beyondCutOff?}',
      refusalToCancelForFan,
    ),
  );
}
