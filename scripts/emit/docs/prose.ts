// Turns what the vendor says about an operation into sentences for a reader of the SDK.

import type { OpenApi } from '../../openapi/document.ts';
import type { OperationEntry } from '../../openapi/operations.ts';
import { plainWords, sentencesOf } from './wording.ts';

/**
 * The sentences of a description of one line, without remarks on the description, without its replacement
 * (`@deprecated` names it) and without what the paging line states. A text of several lines is Markdown and stays as it is.
 */
export function descriptionLines({ operation }: OperationEntry): string[] {
  const text = operation.description?.trim() ?? '';
  if (text === '') return [];
  if (/\r?\n/.test(text)) return text.split(/\r?\n/);
  return sentencesOf(plainWords(text, (clause) => isDropped(clause, operation)))
    .filter((each) => each !== '')
    .map(sentence);
}

const rights =
  /^(needs\b.*\b(permissions?|rights?)\b|for the location owner\b|marketplace partners only\b|the (business )?user (must belong|needs)\b)/i;

/** Whether a sentence states which rights the caller needs. */
export function isRight(sentence: string): boolean {
  return rights.test(sentence);
}

/** The sentences that mention rights, permissions or what is missing without them. */
export function rightsOf(entry: OperationEntry): string[] {
  const right = /\b(permissions?|rights?|location owner|partners only|unpermitted|_access)\b/i;
  return descriptionLines(entry)
    .flatMap(sentencesOf)
    .filter((each) => right.test(each))
    .map(sentence);
}

function isDropped(clause: string, operation: OperationEntry['operation']): boolean {
  if (operation['x-altegio-replaced-by'] !== undefined && /^replaced by\b/i.test(clause)) return true;
  return operation['x-altegio-paging'] !== undefined && /^(paged|pages)\b(?! by date)/i.test(clause);
}

/** With a capital letter, unless it begins with the name of a field, and with a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  const first = /^\S+/.exec(trimmed)?.[0] ?? '';
  const isName = /[_.=[\d]|[a-z][A-Z]/.test(first.replace(/[.:,]$/, '')) || /^\S+( =|:)/.test(trimmed);
  const begun = isName ? trimmed : trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** Breaks a text at spaces into lines of at most `width` characters; longer words, and code, stay whole. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/(?:`[^`]*`|\S)+/g) ?? []) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** The summary as one line. */
export function summaryOf({ operation }: OperationEntry): string {
  return (operation.summary ?? '').trim().replace(/\s+/g, ' ');
}

/** The tag under which the vendor files an operation: the first that the description declares. */
export function tagOf({ operation }: OperationEntry, doc: OpenApi): string {
  const declared = (doc as { tags?: { name: string }[] }).tags?.map(({ name }) => name) ?? [];
  const tags = operation.tags ?? [];
  return tags.find((tag) => declared.includes(tag)) ?? tags[0] ?? '';
}

/** The vendor's page about an operation: its slugs write "&" as "and". */
export function vendorPage(entry: OperationEntry, vendor: string, doc: OpenApi): string {
  const words =
    tagOf(entry, doc)
      .toLowerCase()
      .replaceAll('&', ' and ')
      .match(/[a-z0-9]+/g) ?? [];
  const all = `https://developer.alteg.io/en/${vendor}/openapi`;
  // Where the site files what has no tag is not known.
  return words.length === 0 ? all : `${all}/${words.join('-')}/${entry.id}`;
}

/** The edition that brought an operation, where that is newer than the snapshot. */
export function sinceOf({ operation }: OperationEntry): string[] {
  const since = operation['x-altegio-since'];
  return since
    ? [`the edition of ${since}, newer than the description that this version is generated from.`]
    : [];
}
