/**
 * Text in columns as wide as they need to be; columns of nothing but numbers end on the right.
 * @param rows as many cells as there are columns; null: a dash
 */
export function table(
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const cells = rows.map((row) => row.map((cell) => (cell === null || cell === '' ? '-' : String(cell))));
  const shape = columns.map((name, column) => ({
    width: Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)),
    isNumeric: cells.length > 0 && rows.every((row) => typeof (row[column] ?? 0) === 'number'),
  }));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const { width = 0, isNumeric = false } = shape[column] ?? {};
        return isNumeric ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [columns, ...cells].map(line).join('\n');
}
