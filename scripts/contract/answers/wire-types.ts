// What the fields of answers hold on the wire although their schemas say less: a small table, field name → types, reason.

import type { Json, Schema } from '../../openapi/document.ts';

interface Widening {
  /** Names of the fields. */
  names: RegExp;
  /** The declared types that give the rule a meaning. */
  declared: string[];
  adds: string[];
  reason: string;
  /** Whether JSON:API resources are concerned too; they keep to one type, of the right kind. */
  everywhere?: true;
}

const widenings: Widening[] = [
  {
    names:
      /^(phone|card|api_id|weight|hidden|fired|status|number|code|rating|timezone|coordinate_l(at|on|ng)|type_id|width|height)$|_phone$/,
    declared: ['string', 'number', 'integer'],
    adds: ['string', 'number'],
    reason: 'number or string, as PHP had it',
  },
  {
    names:
      /^(income|balance|salary|sum|cost|amount|price|expense|norm|total)$|_(sum|cost|amount|price|salary)$/,
    declared: ['string'],
    adds: ['number'],
    reason: 'money as text or as a number',
  },
  {
    names:
      /(^|_)(balance|salary|sum|cost|amount|price|percent|discount|rating|score|value|income|spent|paid)(_|$)/,
    declared: ['integer'],
    adds: ['number'],
    reason: 'a quantity that may have decimals',
    everywhere: true,
  },
  {
    names:
      /^(deleted|prepaid|prepaid_confirmed|show_rating|active|sms_check|sms_not|confirmed|notified|hidden|not_editable|loyalty_allow_empty_code|is_chain|is_multi|is_online|review_requested|master_request)$/,
    declared: ['boolean', 'number', 'integer'],
    adds: ['boolean', 'integer'],
    reason: 'a boolean or 0/1',
  },
  {
    names: /_access$/,
    declared: ['number', 'integer'],
    adds: ['boolean'],
    reason: 'a right, which is a boolean elsewhere',
  },
];

/** Objects that PHP writes as [] when there is nothing in them. */
const emptyLists =
  /^(meta|position|image_group|booking_days|working_days|supplier|client|master|custom_fields|expense|account|main_group)$/;

/** Fields that are there in every answer: what identifies or counts a thing, and the frame around it. */
const present =
  /^(id|company_id|location_id|salon_id|resource_id|success|data|meta|errors|type|slug|title|name|attributes|relationships|links|included|pagination|count|page|limit|offset|total|.*_count)$/;

const emptyReason = 'an object, [] when empty';

const nullReason = 'null when the thing has no such value';

/** What is added to the types of a field, by reason. `styled` means JSON:API, whose resources are strict. */
export function typesToAdd(name: string, types: readonly string[], styled: boolean): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const known = [...types];
  const add = (reason: string, adds: string[]): boolean => {
    const missing = adds.filter((type) => !covers(known, type));
    if (missing.length > 0) found.set(reason, [...(found.get(reason) ?? []), ...missing]);
    known.push(...missing);
    return missing.length > 0;
  };
  // Until nothing changes: one rule can give another one its meaning.
  for (let changed = true; changed; ) {
    changed = false;
    for (const { names, declared, adds, reason, everywhere } of widenings) {
      if (styled && !everywhere) continue;
      if (names.test(name) && known.some((type) => declared.includes(type)))
        changed = add(reason, adds) || changed;
    }
    if (mayBeEmptyList(name, styled) && known.some((type) => ['object', 'array'].includes(type))) {
      changed = add(emptyReason, ['object', 'array']) || changed;
    }
    if (mayBeNull(name, known)) changed = add(nullReason, ['null']) || changed;
  }
  return found;
}

function covers(types: readonly string[], type: string): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

export function mayBeEmptyList(name: string, styled: boolean): boolean {
  return styled ? name === 'meta' : emptyLists.test(name);
}

/** Booleans and lists are there even when nothing was ever set; ids and counters have 0. */
export function mayBeNull(name: string, types: readonly string[]): boolean {
  if (present.test(name) || types.includes('null') || types.includes('boolean')) return false;
  return types.some((type) => type !== 'array');
}

const formats = ['date-time', 'date', 'time', 'email', 'html'];

/** Removes what the wire does not keep to: dates come in several spellings or as '', sizes and patterns too. */
export function dropPromises(schema: Schema): boolean {
  let dropped = false;
  const { format, pattern } = schema as { format?: unknown; pattern?: unknown };
  if (typeof format === 'string' && formats.includes(format)) {
    replaceFormat(schema, format);
    dropped = true;
  }
  if (typeof pattern === 'string') {
    (schema as Json)['x-altegio-pattern'] = pattern;
    delete schema.pattern;
    dropped = true;
  }
  for (const keyword of ['minimum', 'maximum', 'minLength', 'maxLength', 'multipleOf', 'uniqueItems']) {
    if (!(keyword in schema)) continue;
    delete schema[keyword];
    dropped = true;
  }
  return dropped;
}

/** Keeps the format readable: for people in the description, for a mock in a field of its own. */
export function replaceFormat(schema: Schema, format: string): void {
  delete schema.format;
  (schema as Json)['x-altegio-format'] = format;
  const text = typeof schema.description === 'string' ? schema.description : '';
  if (!text.includes(format)) schema.description = text === '' ? format : `${text} (${format})`;
}
