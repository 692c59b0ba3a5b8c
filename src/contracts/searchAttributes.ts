import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** What operators filter sessions by. All are registered on the server before the first worker starts. */
const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);

export const SESSION_STATE = keyword('SessionState');
export const CONCERT_ID = keyword('ConcertId');
export const USER_ID = keyword('UserId');
export const SCHEDULE_ID = keyword('ScheduleId');
export const RESERVATION_ID = keyword('ReservationId');
export const END_REASON = keyword('EndReason');
/** Seat numbers: held now, or bought. A filter by one seat finds who has it. */
export const SEATS = defineSearchAttributeKey('Seats', SearchAttributeType.KEYWORD_LIST);

export const SEARCH_ATTRIBUTES = [
  SESSION_STATE,
  CONCERT_ID,
  USER_ID,
  SCHEDULE_ID,
  RESERVATION_ID,
  END_REASON,
  SEATS,
];
