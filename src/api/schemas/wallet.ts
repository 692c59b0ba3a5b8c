import { z } from 'zod';
import { LEDGER_ENTRY_TYPES } from '../../contracts/states';
import { money, pageOf, time, wholeNumber } from './fields';

export const topUp = z.strictObject({ amount: wholeNumber(1, 1_000_000_000) });

export const topUpAnswer = z.strictObject({ id: z.string(), amount: money, balance: money });

export const wallet = z.strictObject({ balance: money, currency: z.string() });

export const ledgerEntries = pageOf(
  z.strictObject({
    id: z.string(),
    type: z.enum(LEDGER_ENTRY_TYPES),
    amount: money,
    balanceAfter: money,
    createdAt: time,
  }),
);
