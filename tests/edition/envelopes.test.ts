// Responses of this edition whose schemas leave out the envelope.
import { describe, expect, it } from 'vitest';
import { createAltegio } from '../../src/index.ts';
import { altegioWith, failureOf, json, recorder } from '../support/recorder.ts';

const enveloped = (data: unknown) => ({ success: true, data, meta: [] });

describe('a response of which nobody has seen whether it comes in the envelope', () => {
  it.each<[string, object, unknown]>([
    ['get_user_loyalty_cards', { path: { chain_id: 1 } }, [{ id: 1 }]],
    ['get_chain_loyalty_card_type_list', { path: { chain_id: 1 } }, [{ id: 1 }]],
    ['get_chain_loyalty_program', { path: { chain_id: 1, loyalty_program_id: 2 } }, { id: 2 }],
    [
      'apply_discount_promotion',
      { path: { location_id: 1, card_id: 2, program_id: 3 }, body: {} },
      { items: [] },
    ],
  ])('%s reads both forms as one', async (name, input, data) => {
    for (const body of [data, enveloped(data)]) {
      const { v1 } = altegioWith(json(200, body));
      expect(await v1[name]!(input)).toEqual(enveloped(data));
    }
  });

  it('is read in the same way by path', async () => {
    const { fetch } = recorder(json(200, [{ id: 1 }]));
    const { v1 } = createAltegio({ partnerToken: 'partner', userToken: 'user', fetch });
    const { data } = await v1.http.GET('/user/loyalty_cards/{chain_id}', {
      params: { path: { chain_id: 1 } },
    });
    expect(data).toEqual(enveloped([{ id: 1 }]));
  });

  it('is refused where it is neither', async () => {
    const { v1 } = altegioWith(json(200, null));
    const error = await failureOf(v1.get_user_loyalty_cards!({ path: { chain_id: 1 } }));
    expect(error).toMatchObject({ name: 'AltegioDecodeError' });
  });
});
