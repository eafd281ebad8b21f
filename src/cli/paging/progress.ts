// The progress of a paged read, as one line.

/** How far a read has come. */
export interface Progress {
  pages: number;
  /** Rows so far, those of an earlier run among them. */
  rows: number;
  /** Rows of this run: its rate is reckoned by them. */
  rowsOfRun: number;
  /** Rows of the whole list, where the API names the number. */
  total: number | undefined;
  elapsedMs: number;
}

const cells = 20;

/** For example `[#####---------------]  25 %  4 pages  500 of 2,000 rows  310 rows/s  5 s left`. */
export function progressLine({ pages, rows, rowsOfRun, total, elapsedMs }: Progress): string {
  const rate = elapsedMs > 0 ? rowsOfRun / (elapsedMs / 1000) : 0;
  const parts = [
    amount(pages, 'page'),
    total === undefined ? amount(rows, 'row') : `${count(rows)} of ${count(total)} rows`,
    ...(rate > 0 ? [`${count(Math.round(rate))} rows/s`] : []),
  ];
  if (total === undefined) return parts.join('  ');
  // A total may have shrunk meanwhile.
  const share = total === 0 ? 1 : Math.min(1, rows / total);
  const full = Math.floor(share * cells);
  const bar = `[${'#'.repeat(full)}${'-'.repeat(cells - full)}]  ${Math.floor(share * 100)} %`;
  const left = rate > 0 && rows < total ? [`${duration(((total - rows) / rate) * 1000)} left`] : [];
  return [bar, ...parts, ...left].join('  ');
}

/** For example `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** For example `1 page`, `2,000 rows`. */
export function amount(number: number, what: string): string {
  return `${count(number)} ${what}${number === 1 ? '' : 's'}`;
}
