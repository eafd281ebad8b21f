// docs/corrections.md: what the SDK corrects in the published descriptions, and why.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Overlay, OverlayAction } from '../../../scripts/contract/overlay-document.ts';
import { type Corrections, emitCorrections } from '../../../scripts/emit/docs/corrections.ts';
import { apis } from '../../../scripts/openapi/apis.ts';

describe('the page about corrections', () => {
  const action = (target: string, description: string) => ({ target, description, update: {} });
  const overlay = (actions: OverlayAction[]): Overlay => ({
    overlay: '1.0.0',
    info: { title: 'Pages of Tiny', version: '1' },
    actions,
  });
  const corrections = (more: Partial<Corrections>): Corrections[] => [
    {
      name: 'v1',
      vendor: 'tiny',
      derived: overlay([]),
      seen: overlay([]),
      responses: overlay([]),
      requests: overlay([]),
      required: overlay([]),
      written: [],
      ...more,
    },
  ];

  it('counts computed corrections by their pattern', () => {
    const derived = [
      action("$.paths[*][?@.operationId=='get_a']", 'null when there is none: b, c. Something else.'),
      action('$.components.schemas.d', 'null when there is none: e.'),
      action("$.webhooks[*][?@.operationId=='webhook_f'].requestBody", 'null when there is none: g.'),
      action("$.paths[*][*].responses['401']", 'One shape of errors.'),
    ];
    const page = emitCorrections(corrections({ derived: overlay(derived) }));
    expect(page).toContain('| Null when there is none. | 4 | `get_a (b)`, `get_a (c)`, `d (e)` |');
    expect(page).toContain('| Something else. | 1 | `get_a` |');
    expect(page).toContain('| One shape of errors. | 1 | `every operation` |');
  });

  it('gives every reason written by hand, once for all places that share it', () => {
    const actions = ['a', 'b', 'c', 'd', 'e'].map((id) =>
      action(`$.paths[*][?@.operationId=='${id}']`, 'Known to be so'),
    );
    const page = emitCorrections(
      corrections({ written: [{ file: 'openapi/overlays/tiny/1.yaml', overlay: overlay(actions) }] }),
    );
    expect(page).toContain('### Pages of Tiny');
    expect(page).toContain('- `a`, `b`, `c` and 2 more: Known to be so.');
  });

  it('is short enough to be read, and has every overlay', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../docs/corrections.md'), 'utf8');
    expect(page.split('\n').length).toBeLessThan(800);
    expect(page).toMatch(/\| Appointment \| `get_appointment_list#data\[\]` \| \d+ \| \d+ \| 2 \| 2 \| 1 \|/);
    for (const { name, vendor } of apis) {
      expect(page).toContain(`## ${name}\n`);
      expect(page).toContain(`openapi/overlays/${vendor}/20-behaviour.yaml`);
    }
  });
});
