/**
 * What operators can search sessions by, and its type, for the development server, which is started before anything is compiled.
 * Every other server gets them from src/contracts/searchAttributes.ts by `npm run temporal:setup`. A test compares the two.
 */
export const searchAttributeTypes = {
  SessionState: 'Keyword',
  ConcertId: 'Keyword',
  UserId: 'Keyword',
  ScheduleId: 'Keyword',
  ReservationId: 'Keyword',
  EndReason: 'Keyword',
  Seats: 'KeywordList',
};
export const searchAttributes = Object.keys(searchAttributeTypes);
