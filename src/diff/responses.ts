// Compares what an operation responds with: its statuses, envelopes and bodies.
import type { Finding } from './change.ts';
import type { Body } from './document.ts';
import type { CompareSchemas } from './schemas.ts';

type Responses = ReadonlyMap<string, Body>;

/** The fields of the envelope: around the payload of every response. */
const envelope = ['success', 'data', 'meta'];

/** Every difference between the responses of two editions of an operation. */
export function compareResponses(was: Responses, is: Responses, compare: CompareSchemas): Finding[] {
  return [...compareSuccesses(was, is, compare), ...compareFailures(was, is, compare)];
}

function isSuccess(status: string): boolean {
  return status.startsWith('2');
}

function compareSuccesses(was: Responses, is: Responses, compare: CompareSchemas): Finding[] {
  const old = [...was.keys()].filter(isSuccess);
  const now = [...is.keys()].filter(isSuccess);
  const kept = old.filter((status) => now.includes(status));
  const findings = kept.flatMap((status) =>
    compareBodies(status, was.get(status)!, is.get(status)!, compare),
  );
  if (kept.length === 0 && old.length > 0 && now.length > 0) {
    const [from, to] = [old[0]!, now[0]!];
    return [
      { kind: 'success-status-changed', at: to, from, to },
      ...compareBodies(to, was.get(from)!, is.get(to)!, compare),
    ];
  }
  const gone = old.filter((status) => !now.includes(status));
  const come = now.filter((status) => !old.includes(status));
  return [
    ...findings,
    ...gone.map((at): Finding => ({ kind: 'success-status-removed', at })),
    ...come.map((at): Finding => ({ kind: 'success-status-added', at })),
  ];
}

function compareFailures(was: Responses, is: Responses, compare: CompareSchemas): Finding[] {
  const statuses = [...new Set([...was.keys(), ...is.keys()])].filter((status) => !isSuccess(status));
  return statuses.flatMap((at): Finding[] => {
    const [old, now] = [was.get(at), is.get(at)];
    if (!old) return [{ kind: 'error-status-added', at }];
    if (!now) return [{ kind: 'error-status-removed', at }];
    // One finding for all: errors are read by AltegioApiError, which takes every form that is known.
    return compareBodies(at, old, now, compare).length > 0 ? [{ kind: 'error-body-changed', at }] : [];
  });
}

/** Compares the bodies of one status. */
function compareBodies(status: string, was: Body, is: Body, compare: CompareSchemas): Finding[] {
  const [had, has] = [was.types.length > 0, is.types.length > 0];
  if (had && !has) return [{ kind: 'response-body-removed', at: status }];
  if (!had && has) return [{ kind: 'response-body-added', at: status }];
  if (had && !was.types.some((type) => is.types.includes(type))) {
    return [
      { kind: 'response-type-changed', at: status, from: was.types.join(', '), to: is.types.join(', ') },
    ];
  }
  return compare(was.schema, is.schema).map((each) => atStatus(status, each));
}

function atStatus(status: string, finding: Finding): Finding {
  const { kind, at = '' } = finding;
  const isAround =
    kind === 'type-changed' ? at === '' || at === 'data' : kind === 'field-removed' && envelope.includes(at);
  const here = at === '' ? status : `${status} ${at}`;
  return { ...finding, at: here, ...(isAround && { kind: 'envelope-changed' as const }) };
}
