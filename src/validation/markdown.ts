// A report as Markdown, for an issue or a chat.
import type { DriftReport, DriftRow } from './finding.ts';

export function toMarkdown({ since, checked, skipped, failed, dropped, drift }: DriftReport): string {
  const counts = [
    `${checked} checked since ${since}`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(failed > 0 ? [`${failed} not checked, since the validation failed`] : []),
    ...(dropped > 0 ? [`${dropped} findings beyond the size of this table`] : []),
  ];
  const head = ['# Differences from the contract', '', `Bodies: ${counts.join('; ')}.`, ''];
  if (drift.length === 0) return [...head, 'None found.', ''].join('\n');
  return [
    ...head,
    '| operation | body | kind | pointer | expected | seen | in |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...drift.map(line),
    '',
  ].join('\n');
}

function line({ api, operationId, direction, kind, pointer, expected, seen, bodies, of }: DriftRow): string {
  const cells = [
    ...[`${api}.${operationId}`, direction, kind, code(pointer), expected, seen],
    `${bodies} of ${of}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(pointer: string): string {
  return pointer === '' ? 'the body' : `\`${pointer}\``;
}
