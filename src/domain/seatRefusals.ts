/** What a fan is told of a seat that is another's, whoever finds out first. */
export const TAKEN_SEAT_DETAILS = {
  SEAT_HELD: 'Another fan is buying a seat you asked for. Choose other seats, or try again in a few minutes.',
  SEAT_RESERVED: 'A seat you asked for is sold. Choose other seats.',
} as const;
export type TakenSeatCode = keyof typeof TAKEN_SEAT_DETAILS;
