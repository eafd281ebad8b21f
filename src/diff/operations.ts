// Compares two editions of one operation.
import type { Change, Finding } from './change.ts';
import type { Body, Described } from './document.ts';
import { type Side, severityOf } from './kinds.ts';
import { withFamilies } from './names.ts';
import { compareParameters } from './parameters.ts';
import { compareResponses } from './responses.ts';
import { canonical } from './sameness.ts';
import type { CompareSchemas } from './schemas.ts';

/** Every change that has a name; nothing else is known of the rest. */
export function compareOperation(was: Described, is: Described, compare: CompareSchemas): Change[] {
  const on = (side: Side, findings: readonly Finding[]) =>
    findings.map((each) => changeOf(is.id, side, each));
  // An event is sent by the API: its body is what a client receives.
  if (is.isWebhook) {
    const sent = compareSent(was.body, is.body, compare);
    return [...on('operation', comparePlace(was, is)), ...on('response', sent)];
  }
  return [
    ...on('operation', [...comparePlace(was, is), ...compareTokens(was, is), ...compareMarks(was, is)]),
    ...on('request', withFamilies(compareRequest(was, is, compare), was, is)),
    ...on('response', compareResponses(was.responses, is.responses, compare)),
  ];
}

function compareRequest(was: Described, is: Described, compare: CompareSchemas): Finding[] {
  return [
    ...compareParameters(was, is, compare),
    ...compareBody(was.body, is.body),
    ...compareSent(was.body, is.body, compare),
  ];
}

/** A finding as it concerns an operation. */
export function changeOf(operation: string, side: Side, finding: Finding): Change {
  return { operation, ...finding, side, severity: severityOf(finding.kind, side) };
}

function comparePlace(was: Described, is: Described): Finding[] {
  const findings: Finding[] = [];
  const pathOf = ({ path }: Described) => path.replace(/\{[^}]*\}/g, '{}');
  if (pathOf(was) !== pathOf(is)) findings.push({ kind: 'operation-moved', from: was.path, to: is.path });
  if (was.method !== is.method) findings.push({ kind: 'method-changed', from: was.method, to: is.method });
  if (was.server && is.server && was.server !== is.server)
    findings.push({ kind: 'host-changed', from: was.server, to: is.server });
  if (!was.deprecated && is.deprecated) findings.push({ kind: 'operation-deprecated' });
  if (was.deprecated && !is.deprecated) findings.push({ kind: 'operation-restored' });
  return findings;
}

/** What is asked for, the least of it first; the second token comes with the first. */
const tokens = ['', 'BearerPartner', 'BearerPartnerUser'];

function compareTokens({ security: was }: Described, { security: is }: Described): Finding[] {
  if (canonical(was) === canonical(is)) return [];
  const least = (security: readonly string[]) =>
    security.length === 0 ? 0 : Math.min(...security.map((each) => tokens.indexOf(each)));
  const [old, now] = [least(was), least(is)];
  if (old === now && old >= 0) return [];
  const text = (security: readonly string[]) => security.map((each) => each || 'none').join(' or ') || 'none';
  // A scheme that nobody knows asks for something that nobody has.
  const kind = now < 0 || (old >= 0 && now > old) ? 'token-required' : 'token-spared';
  return [{ kind, from: text(was), to: text(is) }];
}

/** What overlays say of an operation, where the contracts have it. */
function compareMarks(was: Described, is: Described): Finding[] {
  const mark = ({ source }: Described, name: string) =>
    canonical((source.operation as Record<string, unknown>)[name]);
  const differs = (name: string) => mark(was, name) !== mark(is, name);
  const findings: Finding[] = [];
  if (differs('x-altegio-paging')) findings.push({ kind: 'pages-changed' });
  if (differs('x-altegio-safe')) findings.push({ kind: 'retries-changed' });
  return findings;
}

function compareBody(was: Body | undefined, is: Body | undefined): Finding[] {
  if (!was && !is) return [];
  const at = 'body';
  if (!was) return [{ kind: is!.required ? 'required-body-added' : 'body-added', at }];
  if (!is) return [{ kind: 'body-removed', at }];
  const findings: Finding[] = [];
  if (!was.required && is.required) findings.push({ kind: 'body-became-required', at });
  if (was.required && !is.required) findings.push({ kind: 'body-became-optional', at });
  const [from, to] = [was.types[0], is.types[0]];
  if (from !== to && !was.types.some((type) => is.types.includes(type)))
    findings.push({ kind: 'body-encoding-changed', at, from: from ?? 'none', to: to ?? 'none' });
  return findings;
}

function compareSent(was: Body | undefined, is: Body | undefined, compare: CompareSchemas): Finding[] {
  if (!was || !is) return [];
  return compare(was.schema, is.schema).map((each) => ({
    ...each,
    at: each.at ? `body ${each.at}` : 'body',
  }));
}
