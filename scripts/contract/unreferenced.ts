// Corrections of shared schemas that no operation refers to any more: an edition that writes a body out where it stood by
// reference would lose them without a word.
import type { OpenApi } from '../openapi/document.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { OverlayFile } from './overlay-document.ts';
import type { Problem } from './problem.ts';

interface Corrections {
  evidence: readonly Evidence[];
  written: readonly OverlayFile[];
}

/**
 * @param published the description
 * @param contract what the corrections made of it: schemas without a reference are taken out
 * @param evidenceFile where the entries stand
 */
export function unreferencedProblems(
  published: OpenApi,
  contract: OpenApi,
  { evidence, written }: Corrections,
  evidenceFile: string,
): Problem[] {
  const has = (doc: OpenApi, name: string) => doc.components?.schemas?.[name] !== undefined;
  const why = 'no operation refers to this schema any more';
  const isLost = (name: string | undefined) =>
    name !== undefined && has(published, name) && !has(contract, name);
  return [
    ...evidence
      .filter(({ at }) => isLost(/^\/components\/schemas\/([^/]+)/.exec(at)?.[1]))
      .map(({ at, place }): Problem => ({ file: evidenceFile, place, subject: at, is: 'conflict', why })),
    ...written.flatMap(({ file, overlay, places }) =>
      overlay.actions.flatMap(({ target, description }, index): Problem[] => {
        if (!isLost(/^\$\.components\.schemas\.(\w+)[.[]/.exec(target)?.[1])) return [];
        const place = places[index]!;
        return [{ file, place, subject: target, is: 'conflict', why, reason: description.trim() }];
      }),
    ),
  ];
}
