// Webhooks: which change is sent to whom, and in which order.
import { describe, expect, it } from 'vitest';
import { appointment, path, start } from '../../../support/fake.ts';

describe('webhooks', () => {
  it('tell the URLs of the settings what changed, in order', async () => {
    const sent: { url: string; body: Record<string, unknown> }[] = [];
    const sendWebhook = async (url: string, body: string) => void sent.push({ url, body: JSON.parse(body) });
    const { fake, altegio } = start({ sendWebhook, webhookUrls: ['https://example.com/one'] });
    const { data } = await altegio.v1.create_appointment({ path, body: appointment });
    await altegio.v1.delete_appointment({ path: { ...path, record_id: data!.id! } });
    await fake.idle();
    expect(sent.map(({ url, body }) => [url, body.company_id, body.resource, body.status])).toEqual([
      ['https://example.com/one', 123, 'client', 'create'],
      ['https://example.com/one', 123, 'record', 'create'],
      ['https://example.com/one', 123, 'record', 'delete'],
    ]);
    expect(sent[1]!.body).toMatchObject({ resource_id: data!.id, data: { id: data!.id, staff_id: 11 } });
  });

  it('follow the settings', async () => {
    const urls: string[] = [];
    const { fake, altegio } = start({ sendWebhook: async (url) => void urls.push(url) });
    const settings = { urls: ['https://example.com/two'], active: 1, client: 0 };
    await altegio.developers.update_event_notification_settings({ path, body: settings });
    await altegio.v1.create_client({ path, body: { name: 'Zoe', phone: '442070000001' } });
    await altegio.v1.create_service({ path, body: { title: 'Massage' } });
    await fake.idle();
    expect(urls).toEqual(['https://example.com/two']);
    const read = await altegio.developers.get_event_notification_settings({ path });
    expect(read.data).toMatchObject({ urls: ['https://example.com/two'], client: 0, service: 1 });
  });

  it('tell of the payments of a visit, and of those that are taken back', async () => {
    const sent: Record<string, unknown>[] = [];
    const sendWebhook = async (_url: string, body: string) => void sent.push(JSON.parse(body));
    const { fake, altegio } = start({ sendWebhook, webhookUrls: ['https://example.com/one'] });
    const { data } = await altegio.v1.create_appointment({ path, body: appointment });
    const one = { visit_id: data!.visit_id!, record_id: data!.id! };
    const update = (more: object) =>
      altegio.v1.update_visit({ path: one, body: { attendance: 1, comment: '', ...more } } as never);
    await update({ new_transactions: [{ id: 1, amount: 40, account_id: 2 }] });
    const { id } = fake.snapshot().transactions.at(-1)!;
    await update({ deleted_transaction_ids: [{ id }] });
    await fake.idle();
    const ofMoney = sent.filter(({ resource }) => resource === 'finances_operation');
    expect(ofMoney).toMatchObject([
      { resource_id: id, status: 'create', data: { amount: 40 } },
      { resource_id: id, status: 'delete', data: { amount: 40 } },
    ]);
  });

  it('that are not sent yet are left out after a reset', async () => {
    const sent: string[] = [];
    let taken = () => {};
    const first = new Promise<void>((resolve) => {
      taken = resolve;
    });
    const sendWebhook = (_url: string, body: string) => {
      sent.push(JSON.parse(body).resource);
      return first;
    };
    const { fake, altegio } = start({ sendWebhook, webhookUrls: ['https://example.com/one'] });
    await altegio.v1.create_appointment({ path, body: appointment });
    expect(sent).toEqual(['client']);
    fake.reset();
    taken();
    await fake.idle();
    expect(sent).toEqual(['client']);
    await altegio.v1.create_client({ path, body: { name: 'Zoe', phone: '442070000001' } });
    await fake.idle();
    expect(sent).toEqual(['client', 'client']);
  });

  it('do no harm where nobody takes them', async () => {
    const sendWebhook = () => Promise.reject(new Error('away'));
    const { fake, altegio } = start({ sendWebhook, webhookUrls: ['https://example.com/one'] });
    const body = { name: 'Zoe', phone: '442070000001' };
    expect(await altegio.v1.create_client({ path, body })).toMatchObject({ success: true });
    await fake.idle();
  });
});
