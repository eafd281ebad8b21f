// The form of tests/bench/results.json, and its tables as text.
import type { Spread } from './statistics.ts';

export type Cell = number | string | Spread | null;

/** A target, and whether this run met it. */
export interface Target {
  what: string;
  limit: string;
  value: number;
  met: boolean;
}

export interface Table {
  suite: string;
  title: string;
  /** Whether another machine would get the same numbers. */
  machineIndependent: boolean;
  columns: string[];
  rows: { name: string; cells: Cell[] }[];
  /** What a reader must know to read the numbers. */
  notes: string[];
}

export interface SuiteResult {
  tables: Table[];
  targets: Target[];
}

export interface Results {
  /** Machine-independent tables first. */
  tables: Table[];
  targets: (Target & { suite: string })[];
  peers: Record<string, string>;
  environment: Record<string, string | number>;
}

export function atMost(what: string, value: number, limit: number, unit = ''): Target {
  return { what, limit: `≤ ${format(limit)}${unit}`, value, met: value <= limit };
}

export function atLeast(what: string, value: number, limit: number, unit = ''): Target {
  return { what, limit: `≥ ${format(limit)}${unit}`, value, met: value >= limit };
}

/** Puts the tables of a run in the place of the older ones of the same suites. */
export function merge(old: Results | undefined, fresh: Results): Results {
  const suites = new Set(
    fresh.targets.map(({ suite }) => suite).concat(fresh.tables.map(({ suite }) => suite)),
  );
  const kept = (old?.tables ?? []).filter(({ suite }) => !suites.has(suite));
  const keptTargets = (old?.targets ?? []).filter(({ suite }) => !suites.has(suite));
  const order = (table: Table) => `${table.machineIndependent ? 0 : 1} ${table.suite}`;
  const tables = [...kept, ...fresh.tables].sort((a, b) =>
    order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0,
  );
  const targets = [...keptTargets, ...fresh.targets].sort((a, b) =>
    a.suite < b.suite ? -1 : a.suite > b.suite ? 1 : 0,
  );
  return { ...fresh, tables, targets };
}

export function format(cell: Cell): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number')
    return cell.toLocaleString('en-US', { maximumFractionDigits: cell < 10 ? 2 : cell < 100 ? 1 : 0 });
  return `${format(cell.median)} (${format(cell.min)}–${format(cell.max)})`;
}

/** A table as Markdown, columns aligned, so that it reads well in a terminal too. */
export function markdown(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(3, ...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(columns), line(rule), ...rows.map(line)].join('\n');
}

export function tableText(table: Table): string {
  const rows = table.rows.map(({ name, cells }) => [name, ...cells.map(format)]);
  return [markdown(['', ...table.columns], rows), ...table.notes].join('\n\n');
}

export function targetsText(targets: readonly Target[]): string {
  const rows = targets.map(({ what, limit, value, met }) => [what, limit, format(value), met ? 'yes' : 'NO']);
  return markdown(['target', 'limit', 'measured', 'met'], rows);
}
