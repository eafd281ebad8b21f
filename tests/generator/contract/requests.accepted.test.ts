// Requests that work, and that the descriptions refuse or do not know.
import { expect, test } from 'vitest';
import { loadContract } from '../../../scripts/contract/contract.ts';
import type { ApiName } from '../../../scripts/openapi/apis.ts';
import { type Body, resolve } from '../../../scripts/openapi/document.ts';
import { misfit, operationOf } from './schemas.ts';

const appointment = { staff_id: 1, services: [], datetime: '2026-01-01T10:00:00', seance_length: 3600 };

test.each<[ApiName, string, object]>([
  ['v1', 'issue_loyalty_card', { loyalty_card_type_id: 1, phone: '13155550101' }],
  ['v1', 'issue_loyalty_card', { loyalty_card_type_id: '1', phone: 13155550101 }],
  ['v1', 'get_client_list', { order_by_direction: 'desc' }],
  ['v1', 'update_appointment', { ...appointment, client: { id: 1 }, save_if_busy: 1 }],
  ['v1', 'create_appointment', { ...appointment, client: { surname: 'A', patronymic: 'B' } }],
  ['v1', 'create_client', { name: 'A', phone: '13155550101', labels: [1] }],
  [
    'developers',
    'update_event_notification_settings',
    { active: true, urls: [], schedule: 1, loyalty_card: false },
  ],
  ['booking', 'log_in_with_phone_number_and_code', { phone: '13155550101', code: '1234', company_id: 1 }],
])('%s.%s takes %j', async (api, id, body) => {
  const doc = await loadContract(api);
  const { content } = resolve<Body>(doc, operationOf(doc, id).requestBody!);
  expect(misfit(doc, content!['application/json']!.schema!, body)).toBeUndefined();
});
