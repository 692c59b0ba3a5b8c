/** What a fan does with a hold. */
export type Wish = 'PAYS' | 'LETS_IT_RUN_OUT' | 'LEAVES';

/**
 * Of the first holds so many percent are not paid for, evenly spread; whoever holds a seat that came back pays, so that the
 * sale comes to its end.
 * @param first how many holds these are
 * @param runOutPercent who let it run out
 * @param leavePercent who leave while they hold
 */
export function createWishes(first: number, runOutPercent: number, leavePercent: number): () => Wish {
  let holds = 0;
  const falls = (percent: number, n: number): boolean =>
    Math.floor((n * percent) / 100) > Math.floor(((n - 1) * percent) / 100);
  return () => {
    holds += 1;
    if (holds > first) return 'PAYS';
    const wasNotPaid = falls(runOutPercent + leavePercent, holds);
    if (!wasNotPaid) return 'PAYS';
    const notPaid = Math.floor((holds * (runOutPercent + leavePercent)) / 100);
    return falls((100 * leavePercent) / (runOutPercent + leavePercent), notPaid)
      ? 'LEAVES'
      : 'LETS_IT_RUN_OUT';
  };
}
