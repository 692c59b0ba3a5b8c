export interface PlanSeat {
  id: string;
  seatNumber: string;
  area: string;
  grade: string;
  price: number;
  status: string;
}

const SIGNS: Record<string, string> = { AVAILABLE: '·', HELD: 'h', RESERVED: '#' };
const LEGEND = '· free   h held   # sold';
/** Seats without a row letter are drawn in rows of this many. */
const WIDTH = 25;
const MOST_ROWS = 12;

/** The seat map as a drawing: one area in rows, the others in a line of counts each. */
export function drawSeatPlan(seats: readonly PlanSeat[]): string {
  const areas = [...new Set(seats.map(({ area }) => area))];
  const inArea = (area: string): PlanSeat[] => seats.filter((seat) => seat.area === area);
  const isFree = ({ status }: PlanSeat): boolean => status === 'AVAILABLE';
  const drawn = areas.find((area) => inArea(area).some(isFree)) ?? areas[0];
  const lines = areas.flatMap((area) => {
    const here = inArea(area);
    const grades = [...new Set(here.map(({ grade, price }) => `${grade} ${price.toLocaleString('en')}`))];
    const title = `${area}: ${here.filter(isFree).length} of ${here.length} free (${grades.join(', ')})`;
    return area === drawn ? [title, ...rowsOf(here)] : [title];
  });
  return [...lines, LEGEND].join('\n');
}

/** Seat numbers are a row's letters and a number (`A12`), or a number alone. */
function rowsOf(seats: readonly PlanSeat[]): string[] {
  const rows = new Map<string, string>();
  seats.forEach(({ seatNumber, status }, i) => {
    const letters = /^\D+/.exec(seatNumber)?.[0];
    const row = letters ?? String(i - (i % WIDTH) + 1);
    rows.set(row, (rows.get(row) ?? '') + (SIGNS[status] ?? '?'));
  });
  const width = Math.max(...[...rows.keys()].map((row) => row.length));
  const drawn = [...rows].map(([row, signs]) => `  ${row.padStart(width)} ${signs}`);
  return drawn.length > MOST_ROWS
    ? [...drawn.slice(0, MOST_ROWS), `  … ${drawn.length - MOST_ROWS} more rows`]
    : drawn;
}
