// A write that replaces, one of whose fields a newer edition renamed.
import { expect, it, vi } from 'vitest';
import { createAltegio } from '../../../src/index.ts';
import { readModifyWrite } from '../../../src/recipes.ts';
import { recorder } from '../../support/recorder.ts';

vi.mock('../../../generated/recipes.ts', async (original) => {
  const generated = await original<typeof import('../../../generated/recipes.ts')>();
  const facts = {
    read: 'get_client',
    fields: { name: 's', comment: 's' },
    flags: [],
    from: {},
    alike: { remark: 'comment' },
  };
  return { ...generated, replacingWrites: { update_client: facts } };
});

it.each(['comment', 'remark'])(
  'takes a change of the field as %s, and sends the one that the response has',
  async (name) => {
    const data = { id: 2, name: 'Ada', comment: 'Tea' };
    const { fetch, sent } = recorder(
      Response.json({ success: true, data, meta: {} }),
      Response.json({ success: true, data, meta: {} }),
    );
    const { v1 } = createAltegio({ partnerToken: 'partner', userToken: 'user', fetch, limiter: false });
    const path = { location_id: 1, id: 2 };
    await readModifyWrite(v1, 'update_client', { path, change: { [name]: 'Coffee' } });
    expect(sent[1]!.body).toEqual({ name: 'Ada', comment: 'Coffee' });
  },
);
