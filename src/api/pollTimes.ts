/**
 * When waiting fans should ask again, in whole seconds. All of it well under the 90 s after which a fan who is not heard
 * of is passed over, and by chance, so that a crowd that came together does not ask together for ever.
 */

const POLL = { least: 1, most: 30 };
/** Before the sale there is nothing to learn but that it opens. */
const BEFORE_SALE = { least: 25, most: 35 };
/** The crowd asks over so many seconds after the opening, one more for each thousand fans. */
const OPENING_SPREAD = { least: 5, most: 10 };
const FANS_PER_SECOND = 1_000;

/** A tenth of the wait within the limits, and up to a third more by chance. @param waitSeconds as far as it is known */
export function pollAfter(waitSeconds: number): number {
  const calm = between(POLL, waitSeconds / 10);
  return Math.ceil(calm) + Math.floor(Math.random() * (1 + calm / 3));
}

/**
 * In half a minute while the opening is further off, then over the first seconds after it: at the opening itself everybody
 * would come at once. The first to be admitted learn of it some seconds late, which their admission window has room for.
 * @param untilOpening seconds
 */
export function pollBeforeSale(untilOpening: number, waiting: number): number {
  const { least, most } = BEFORE_SALE;
  if (untilOpening > most) return least + Math.floor(Math.random() * (most - least + 1));
  const spread = between(OPENING_SPREAD, waiting / FANS_PER_SECOND);
  return Math.max(Math.ceil(untilOpening), 0) + Math.floor(Math.random() * spread) + 1;
}

function between({ least, most }: { least: number; most: number }, value: number): number {
  return Math.min(Math.max(value, least), most);
}
