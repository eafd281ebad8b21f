// Services, categories and team members.
import { describe, expect, it } from 'vitest';
import { path, start } from '../../../support/fake.ts';

describe('services, categories and team members', () => {
  it('can be added, changed and taken out', async () => {
    const { v1, v2 } = start().altegio;
    const { data } = await v1.create_service({
      path,
      body: { title: 'Massage', duration: 3600, price_min: 70 },
    });
    const service_id = data!.id!;
    const read = await v2.get_service({ path: { ...path, service_id } });
    expect(read.data.attributes).toMatchObject({ title: 'Massage' });
    await v1.delete_service({ path: { ...path, service_id } });
    expect((await v1.get_service_list({ path })).data!.map(({ title }) => title)).not.toContain('Massage');
    const body = { name: 'Kim Lee', specialization: 'Barber' };
    const member = await v1.deprecated_create_team_member({ path, body });
    const names = (await v2.list_team_members({ path })).data.map((each) => each.attributes!.name);
    expect(names).toContain('Kim Lee');
    await v1.delete_team_member({ path: { ...path, team_member_id: member.data!.id! } });
    expect((await v1.get_team_member_list({ path })).data).toHaveLength(3);
  });
});
