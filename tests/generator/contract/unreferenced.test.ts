// Corrections of shared schemas that no operation refers to any more.
import { expect, it } from 'vitest';
import type { OverlayFile } from '../../../scripts/contract/overlay-document.ts';
import { unreferencedProblems } from '../../../scripts/contract/unreferenced.ts';
import type { OpenApi } from '../../../scripts/openapi/document.ts';

const withSchemas = (...names: string[]) =>
  ({
    paths: {},
    components: { schemas: Object.fromEntries(names.map((name) => [name, {}])) },
  }) as unknown as OpenApi;

const written = (...targets: string[]): OverlayFile[] => [
  {
    file: 'x.yaml',
    overlay: {
      overlay: '1.0.0',
      info: { title: 'x', version: '1' },
      actions: targets.map((target) => ({ target, description: 'a reason', update: {} })),
    },
    places: targets.map((_, index) => `${index + 7}:5`),
  },
];

it('are named, with those of the evidence', () => {
  const evidence = [
    { at: '/components/schemas/gone/properties/id', kind: 'type' as const, seen: {}, place: '3:1' },
    { at: 'get_a#/responses/200', kind: 'type' as const, seen: {}, place: '4:1' },
  ];
  const corrections = {
    evidence,
    written: written('$.components.schemas.kept.properties', '$.components.schemas.gone.properties'),
  };
  const problems = unreferencedProblems(
    withSchemas('gone', 'kept'),
    withSchemas('kept'),
    corrections,
    'evidence.yaml',
  );
  expect(problems.map(({ file, place, is }) => [file, place, is])).toEqual([
    ['evidence.yaml', '3:1', 'conflict'],
    ['x.yaml', '8:5', 'conflict'],
  ]);
});

it.each(['$.components.schemas.gone', '$.components.schemas.never.properties'])(
  'are none where %s is taken out on purpose, or is ours',
  (target) => {
    const corrections = { evidence: [], written: written(target) };
    expect(unreferencedProblems(withSchemas('gone'), withSchemas(), corrections, 'evidence.yaml')).toEqual(
      [],
    );
  },
);
