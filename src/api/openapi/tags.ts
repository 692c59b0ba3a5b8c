/** How the document groups the operations, in this order. */
export const TAGS = {
  Account: 'Registering, and who you are.',
  Wallet:
    'Money is paid in before, and charged when seats are paid for. Amounts are minor units of the currency.',
  Concerts: 'What is on sale: open to everybody, and made for caches.',
  Session:
    'A visit to one concert: join the line, be admitted, hold seats, pay. Each call but joining needs the `Queue-Token` that joining gave.',
  Reservations: 'What was bought, what became of it, and cancelling it.',
  Operators: 'For those who run the sale.',
  Service: 'For monitors and machines: health, metrics, and this reference.',
} as const;

export type TagName = keyof typeof TAGS;
