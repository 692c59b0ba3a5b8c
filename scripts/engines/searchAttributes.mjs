/**
 * What operators can search sessions by, for the development server, which is started before anything is compiled; all are keywords.
 * Every other server gets them from src/contracts/searchAttributes.ts by `npm run temporal:setup`. A test compares the two.
 */
export const searchAttributes = [
  'SessionState',
  'ConcertId',
  'UserId',
  'ScheduleId',
  'ReservationId',
  'EndReason',
];
