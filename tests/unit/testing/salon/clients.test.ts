// Clients: written, read, searched.
import { describe, expect, it } from 'vitest';
import { path, refusal, start } from '../../../support/fake.ts';

describe('clients', () => {
  it('are found after they were created, changed and gone', async () => {
    const { v1 } = start().altegio;
    const created = await v1.create_client({ path, body: { name: 'Zoe Zest', phone: '+44 20 7000 0001' } });
    const id = created.data!.id!;
    const one = { path: { ...path, id } };
    expect((await v1.get_client(one)).data).toMatchObject({ id, name: 'Zoe Zest', phone: '442070000001' });
    await v1.update_client({ ...one, body: { name: 'Zoe Best', phone: '442070000001' } });
    expect((await v1.get_client(one)).data).toMatchObject({ name: 'Zoe Best' });
    await v1.delete_client(one);
    expect((await refusal(v1.get_client(one))).status).toBe(404);
  });

  it('keep their id, whatever an update sends', async () => {
    const { fake, altegio } = start();
    const { id } = fake.snapshot().clients[0] as { id: number };
    const body = { id: 5, name: 'Zoe', phone: '442070000001' } as never;
    const { data } = await altegio.v1.update_client({ path: { ...path, id }, body });
    expect(data).toMatchObject({ id, name: 'Zoe' });
    expect(fake.snapshot().clients[0]).toMatchObject({ id });
  });

  it('have one phone number each', async () => {
    const { v1 } = start().altegio;
    const body = { name: 'Zoe', phone: '442070000001' };
    await v1.create_client({ path, body });
    const error = await refusal(v1.create_client({ path, body }));
    expect(error).toMatchObject({ status: 422, fields: { phone: [expect.any(String)] } });
    const bulk = await v1.bulk_create_clients({ path, body: [body, { name: 'Yan', phone: '442070000002' }] });
    expect(bulk.data).toMatchObject({ created: [{ name: 'Yan' }], errors: [{ phone: '442070000001' }] });
  });

  it('are searched by filters, and have the fields that are asked for', async () => {
    const { altegio, fake } = start();
    const [first] = fake.snapshot().clients;
    const filters = [{ type: 'quick_search', state: { value: String(first!.phone) } }] as never;
    const body = { fields: ['id', 'phone', 'unknown'], filters };
    const found = await altegio.v1.get_client_list({ path, body });
    expect(found.data).toEqual([{ id: first!.id, phone: first!.phone }]);
    expect(found.meta).toMatchObject({ total_count: 1 });
    const unknown = [{ type: 'birthday', state: {} }] as never;
    const error = await refusal(altegio.v1.get_client_list({ path, body: { filters: unknown } }));
    expect(error.fields.filters).toEqual([expect.stringContaining('no filter birthday')]);
  });
});
