import { z } from 'zod';
import { walletBalance, walletEntries } from '../../persistence/reads/wallet';
import { topUpWallet } from '../../persistence/statements/topUpWallet';
import { operation } from '../operation';
import { cursorOf, pageFields } from '../pages';
import { Problem } from '../problem';
import { catalogueId } from '../schemas/fields';
import { ledgerEntries, topUp, topUpAnswer, wallet } from '../schemas/wallet';

const entryCursor = cursorOf(z.strictObject({ id: catalogueId }));

export const walletOperations = [
  operation({
    id: 'getWallet',
    tag: 'Wallet',
    method: 'GET',
    path: '/v1/wallet',
    summary: 'The balance of your wallet',
    access: 'USER',
    success: [200],
    answer: wallet,
    async handle({ caller }, { db, settings }) {
      return { body: { balance: await walletBalance(db, caller.user.id), currency: settings.currency } };
    },
  }),
  operation({
    id: 'listLedgerEntries',
    tag: 'Wallet',
    method: 'GET',
    path: '/v1/wallet/entries',
    summary: 'Your ledger, newest first',
    description:
      'Every change of the balance: top-ups, charges and refunds. Entries are never changed or deleted.',
    access: 'USER',
    query: z.strictObject(pageFields),
    success: [200],
    answer: ledgerEntries,
    async handle({ caller, query: { limit, cursor } }, { db }) {
      const before = entryCursor.read(cursor)?.id;
      const found = await walletEntries(db, caller.user.id, { before, limit: limit + 1 });
      return { body: entryCursor.page(found, limit, ({ id }) => ({ id })) };
    },
  }),
  operation({
    id: 'topUpWallet',
    tag: 'Wallet',
    method: 'POST',
    path: '/v1/wallet/top-ups',
    summary: 'Put money into your wallet, once per Idempotency-Key',
    description: 'The same key with the same amount gets the first answer again and credits nothing.',
    access: 'USER',
    body: topUp,
    idempotent: true,
    success: [201],
    answer: topUpAnswer,
    refusals: ['INVALID_TRANSITION'],
    async handle({ caller, body: { amount }, idempotency }, { db }) {
      const toppedUp = await topUpWallet(db, { userId: caller.user.id, amount, ...idempotency });
      switch (toppedUp.outcome) {
        case 'TOPPED_UP': {
          const { id, amount: credited, balance, replayed } = toppedUp;
          return { body: { id, amount: credited, balance }, replayed };
        }
        case 'IDEMPOTENCY_KEY_REUSED':
          throw new Problem(
            toppedUp.outcome,
            'This key stands for another amount: use a new key for a new top-up.',
          );
        case 'IDEMPOTENCY_KEY_IN_USE':
          throw new Problem(
            toppedUp.outcome,
            'The first request is under way: send it again with the same key.',
            {
              retryAfter: 1,
            },
          );
        case 'BALANCE_LIMIT_EXCEEDED':
          throw new Problem('INVALID_TRANSITION', 'The wallet cannot hold that much: top up with less.');
      }
    },
  }),
];
