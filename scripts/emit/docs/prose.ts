// Turns what the vendor says about an operation into sentences for a reader of the SDK.

import type { OpenApi } from '../../openapi/document.ts';
import type { OperationEntry } from '../../openapi/operations.ts';

// Remarks on the published description itself. What they complain about is corrected, or said in another place.
const remarks = [
  /\bAuthorization\b/,
  /^Security names/i,
  /\bdeclares Accept\b/,
  /^the text (calls|also names)\b/i,
  /example's data is\b/,
  /^same response schema/i,
  /^the (\d+ )?example('s| is a list| has no)/i,
  /^example data is\b/i,
  /^schema and example\b/i,
  /^the declared parameter is\b/i,
  /^the (body )?schema is one object/i,
  /^the source's text/i,
  /^(the )?prose (also )?(calls|names|lists|has)\b/i,
];

/**
 * The sentences of a description of one line, without remarks on the description, the replacement (`@deprecated` tells
 * it) and what the paging line says anyway. A text of several lines is Markdown and stays as it is.
 */
export function descriptionLines({ operation }: OperationEntry): string[] {
  const text = operation.description?.trim() ?? '';
  if (text === '') return [];
  if (/\r?\n/.test(text)) return text.split(/\r?\n/);
  const kept = sentencesOf(text)
    .map((sentence) => clausesOf(sentence).filter((clause) => !isDropped(clause, operation)))
    .filter((clauses) => clauses.length > 0)
    .map((clauses) => sentence(clauses.join('; ')));
  return kept.length === 0 ? [] : [kept.join(' ')];
}

/** The sentences that tell which rights the caller needs. */
export function rightsOf(entry: OperationEntry): string[] {
  const right = /\b(permissions?|rights?|location owner|partners only|unpermitted|_access)\b/i;
  return descriptionLines(entry)
    .flatMap(sentencesOf)
    .filter((each) => right.test(each))
    .map(sentence);
}

function isDropped(clause: string, operation: OperationEntry['operation']): boolean {
  if (operation['x-altegio-replaced-by'] !== undefined && /^replaced by\b/i.test(clause)) return true;
  if (
    operation['x-altegio-paging'] &&
    /^(paged|pages)( (by|with) \w+ and \w+)?( \(max \d+\)|, at most \d+ per page)?\.?$/i.test(clause)
  ) {
    return true;
  }
  return remarks.some((remark) => remark.test(clause));
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])(?<!\b(?:e\.g|i\.e|etc|vs)\.)\s+/);
}

function clausesOf(sentence: string): string[] {
  return sentence.split(/;\s+/);
}

/** With a capital letter, unless it begins with the name of a field, and with a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  const first = /^\S+/.exec(trimmed)?.[0] ?? '';
  const isName = /[_.\d]|[a-z][A-Z]/.test(first.replace(/[.:,]$/, '')) || /^\S+( =|:)/.test(trimmed);
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
