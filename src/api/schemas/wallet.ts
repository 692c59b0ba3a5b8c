import { z } from 'zod';
import { LEDGER_ENTRY_TYPES } from '../../contracts/states';
import { money, pageOf, time, wholeNumber } from './fields';

export const topUp = z
  .strictObject({ amount: wholeNumber(1, 1_000_000_000).describe('Minor units of the currency') })
  .meta({ id: 'NewTopUp' });

export const topUpAnswer = z
  .strictObject({ id: z.string(), amount: money, balance: money })
  .meta({ id: 'TopUp' });

export const wallet = z
  .strictObject({ balance: money, currency: z.string().describe('ISO 4217') })
  .meta({ id: 'Wallet' });

export const ledgerEntries = pageOf(
  z
    .strictObject({
      id: z.string(),
      type: z.enum(LEDGER_ENTRY_TYPES),
      amount: z.int().describe('Minor units of the currency; a charge is negative'),
      balanceAfter: money,
      createdAt: time,
    })
    .meta({ id: 'LedgerEntry' }),
).meta({ id: 'LedgerEntryPage' });
