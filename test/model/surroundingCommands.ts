import { DAY_MS, letPass } from '../persistence/sale';
import { command, fanOf, pick, visitOf, type Command } from './command';
import { expectAgreement } from './comparison';
import { arrive, deliver, heldIn, type Delivery, type Play } from './delivery';
import { hold, join, pay } from './sessionCommands';
import { DAYS_AHEAD } from './stage';
import { userOf, type Step } from './steps';

/** What happens beside a session's own steps: money, time, and steps that arrive late or again. */

export const topUp = (fan: number, key: number, amount: number, delivery: Delivery): Command =>
  command(
    `fan ${fan} tops up ${amount} with key ${key} (${delivery})`,
    () => true,
    async (play, deciders) => {
      const input = { userId: fanOf(play, fan), amount, key: `key-${key}`, bodyHash: `amount ${amount}` };
      await deliver(play, deciders, { kind: 'top up', input }, delivery);
    },
  );

/** A whole purchase, so that histories come to dates that are sold out. */
export const buy = (fan: number, schedule: number, best: number): Command =>
  command(
    `fan ${fan} buys ${best} of schedule ${schedule}`,
    () => true,
    async (play, deciders) => {
      const key = play.sale.reservations.length + 100;
      const steps = [
        join(fan, true, 'once'),
        topUp(fan, key, 900, 'once'),
        hold(fan, { schedule, best }, 'once'),
        pay(fan, key, 'once'),
      ];
      for (const step of steps) if (step.check(play)) await step.run(play, deciders);
    },
  );

/** @param options `ofAll`: chosen from all reservations, otherwise from those that were paid */
export const cancel = (
  index: number,
  options: { ofAll: boolean; byOwner: boolean; tooLate: boolean },
  delivery: Delivery,
): Command =>
  command(
    `reservation ${index} is cancelled ${JSON.stringify(options)} (${delivery})`,
    ({ sale }) => sale.reservations.some(({ payment }) => options.ofAll || payment),
    async (play, deciders) => {
      const choice = play.sale.reservations.filter(({ payment }) => options.ofAll || payment);
      const { id, session } = pick(choice, index);
      const userId = options.byOwner ? session.userId : play.fans.find((one) => one !== session.userId)!;
      const cutOffMs = (options.tooLate ? DAYS_AHEAD + 1 : 1) * DAY_MS;
      const input = { reservationId: id, userId, cutOffMs };
      await deliver(play, deciders, { kind: 'cancel', input, tooLate: options.tooLate }, delivery);
    },
  );

/** Time itself cannot pass, so the hold begins earlier. */
export const runOut = (fan: number): Command =>
  command(
    `the time of fan ${fan}'s hold runs out`,
    (play) => visitOf(play, fan) !== undefined && heldIn(play, visitOf(play, fan)!)?.overdue === false,
    async (play, { db }) => {
      const held = heldIn(play, visitOf(play, fan)!)!;
      const ms = held.expiresAt - held.reservedAt + 1;
      await letPass(db, visitOf(play, fan)!, ms);
      held.reservedAt -= ms;
      held.expiresAt -= ms;
      held.overdue = true;
      await expectAgreement(db, play.sale);
    },
  );

/** After a day the keys of top-ups are forgotten; only the ledger remembers. */
export const forgetKeys = (): Command =>
  command(
    'a day passes for the idempotency keys',
    ({ sale }) => sale.wallets.size > 0,
    (play, { db }) =>
      db.query(
        `UPDATE idempotency_keys SET created_at = created_at - interval '25 hours' WHERE user_id = ANY ($1::uuid[])`,
        [play.fans],
      ),
  );

/** Counted among the fan's own steps: the rest of a history can be shortened around it. */
export const arriveLate = (fan: number, index: number): Command =>
  command(
    `fan ${fan}'s step ${index} from the last arrives (again)`,
    (play) => sentBy(play, fan).length > index,
    (play, deciders) => arrive(play, deciders, pick(sentBy(play, fan).toReversed(), index)),
  );

function sentBy(play: Readonly<Play>, fan: number): Step[] {
  return play.sent.filter((step) => userOf(step) === fanOf(play, fan));
}
