// Writes by operationId, in the field names of their edition: `staff_id`, `master_id`, `record_id`, `company_id` …
import { equal, ok } from 'node:assert/strict';
import { ada, altegio, book, chain_id, haircut, location_id, mira, nextTime, type Program } from './salon.js';

const { v1, v2, booking, developers } = altegio;
const path = { location_id };

const membershipType = {
  title: 'Ten haircuts',
  salon_group_id: chain_id,
  cost: 300,
  location_ids: [location_id],
  is_united_balance: true,
  united_balance_services_count: 10,
};

export const program: Program = {
  'v1.create_client': async () => {
    const { data } = await v1.create_client({ path, body: { name: 'Ines Ruiz', phone: '442071230001' } });
    equal(data.name, 'Ines Ruiz');
  },
  'v1.update_client': async () => {
    const body = { name: 'Emma Garcia', phone: '13155550000', comment: 'Prefers mornings' };
    const { data } = await v1.update_client({ path: { location_id, id: ada }, body });
    equal(data.comment, 'Prefers mornings');
  },
  'v1.delete_client': async () => {
    const { data } = await v1.create_client({ path, body: { name: 'Leo Fry', phone: '442071230002' } });
    await v1.delete_client({ path: { location_id, id: data.id } });
  },
  'v1.bulk_create_clients': async () => {
    const body = [{ name: 'Noa Lee', phone: '442071230003' }];
    const { data } = await v1.bulk_create_clients({ path, body });
    ok('created' in data);
  },
  'v1.create_client_comment': async () => {
    const { data } = await v1.create_client_comment({
      path: { location_id, client_id: ada },
      body: { text: 'Allergic to ammonia' },
    });
    equal(typeof data.text, 'string');
  },
  'v1.create_appointment': async () => {
    const { data } = await v1.create_appointment({
      path,
      body: {
        staff_id: mira,
        services: [{ id: haircut, cost: 40 }],
        client: { phone: '442071234567', name: 'Ada Berg' },
        datetime: nextTime(),
        seance_length: 2700,
        save_if_busy: false,
        comment: 'By phone',
      },
    });
    equal(data.staff_id, mira);
  },
  'v1.update_appointment': async () => {
    const { id } = await book();
    const { success } = await v1.update_appointment({
      path: { location_id, record_id: id },
      body: {
        staff_id: mira,
        services: [{ id: haircut }],
        client: { phone: '442071234567', name: 'Ada Berg' },
        datetime: nextTime(),
        seance_length: 2700,
      },
    });
    equal(success, true);
  },
  'v1.delete_appointment': async () => {
    const { id } = await book();
    await v1.delete_appointment({ path: { location_id, record_id: id } });
  },
  'v1.update_visit': async () => {
    const { id, visit_id } = await book();
    const body = { attendance: 1, comment: 'Paid in cash' };
    await v1.update_visit({ path: { visit_id, record_id: id }, body });
  },
  'v1.create_financial_transaction': async () => {
    const { data } = await v1.create_financial_transaction({
      path,
      body: { expense_id: 5, amount: 25, account_id: 1, client_id: ada, master_id: mira, comment: 'Tip' },
    });
    equal(data.amount, 25);
  },
  'v1.update_financial_transaction': async () => {
    const made = await v1.create_financial_transaction({
      path,
      body: { expense_id: 5, amount: 25, account_id: 1, client_id: ada },
    });
    const { success } = await v1.update_financial_transaction({
      path: { location_id, transaction_id: made.data.id },
      body: { expense_id: 5, amount: 30, account_id: 1, client_id: ada, master_id: mira },
    });
    equal(success, true);
  },
  'v1.create_client_account_topup_operation': async () => {
    const { success } = await v1.create_client_account_topup_operation({
      path,
      body: { client_id: ada, deposit_id: 1, amount: 100, master_id: mira, account_id: 1 },
    });
    equal(success, true);
  },
  'v1.create_inventory_operation': async () => {
    const { success } = await v1.create_inventory_operation({
      path,
      body: {
        type_id: 3,
        create_date: '2026-03-02 09:00:00',
        master_id: mira,
        storage_id: 1,
        goods_transactions: [],
      },
    });
    equal(success, true);
  },
  'v1.create_transaction': async () => {
    const { data } = await v1.create_transaction({
      path,
      body: {
        document_id: 80002,
        good_id: 9,
        amount: 1,
        cost_per_unit: 12,
        discount: 0,
        cost: 12,
        operation_unit_type: 1,
        master_id: mira,
        client_id: ada,
      },
    });
    equal(typeof data.id, 'number');
  },
  'v1.assign_service_to_team_member': async () => {
    const { data } = await v1.assign_service_to_team_member({
      path: { location_id, service_id: haircut },
      body: { master_id: mira, seance_length: 2700, technological_card_id: null },
    });
    equal(typeof data.service_id, 'number');
  },
  'v1.apply_loyalty_card_deduction': async () => {
    const { id, visit_id } = await book();
    const { success } = await v1.apply_loyalty_card_deduction({
      path: { location_id, card_id: 1 },
      body: { record_id: id, visit_id, amount: 5 },
    });
    equal(success, true);
  },
  'v1.apply_discount_promotion': async () => {
    const { id, visit_id } = await book();
    const { success } = await v1.apply_discount_promotion({
      path: { location_id, card_id: 1, program_id: 2 },
      body: { record_id: id, visit_id },
    });
    equal(success, true);
  },
  'v1.cancel_loyalty_card_withdrawal': async () => {
    const { id, visit_id } = await book();
    const { success } = await v1.cancel_loyalty_card_withdrawal({
      path: { location_id, card_id: 1 },
      body: { record_id: id, visit_id },
    });
    equal(success, true);
  },
  'v1.chain_loyalty_membership_types_create': async () => {
    const { data } = await v1.chain_loyalty_membership_types_create({
      path: { chain_id },
      body: { ...membershipType, service_categories: {} },
    });
    equal(typeof data.id, 'number');
  },
  'v1.chain_loyalty_membership_types_update': async () => {
    const { data } = await v1.chain_loyalty_membership_types_update({
      path: { chain_id, loyalty_membership_type_id: 1 },
      body: { ...membershipType, service_categories: [] },
    });
    equal(typeof data.title, 'string');
  },
  'v1.chain_loyalty_memberships_freeze': async () => {
    const { data } = await v1.chain_loyalty_memberships_freeze({
      path: { chain_id, membership_id: 1 },
      body: { freeze_till: '2026-04-01' },
    });
    equal(typeof data.is_frozen, 'boolean');
  },
  'v1.set_team_member_schedule': async () => {
    const { data } = await v1.set_team_member_schedule({
      path,
      body: {
        schedules_to_set: [
          { staff_id: mira, dates: ['2026-04-20'], slots: [{ from: '10:00', to: '18:00' }] },
        ],
      },
    });
    ok(Array.isArray(data));
  },
  'v1.upload_image': async () => {
    const { success } = await v1.upload_image({
      path: { entity: 'master' },
      body: { company_id: location_id, master_id: mira, image: new Blob(['GIF89a'], { type: 'image/gif' }) },
    });
    equal(success, true);
  },
  'v1.create_service_category': async () => {
    const { data } = await v1.create_service_category({ path, body: { title: 'Beards', weight: 3 } });
    equal(data.title, 'Beards');
  },
  'v1.update_team_member': async () => {
    const { data } = await v1.update_team_member({
      path: { location_id, team_member_id: mira },
      body: { name: 'Mira Novak', specialization: 'Senior stylist' },
    });
    equal(data.specialization, 'Senior stylist');
  },
  'v2.create_position': async () => {
    const { data } = await v2.create_position({
      path: { company_id: location_id },
      body: { title: 'Barber' },
    });
    equal(typeof data.id, 'string');
  },
  'booking.create_online_booking': async () => {
    const visit = { id: 1, services: [haircut], staff_id: mira, datetime: nextTime() };
    const { data } = await booking.create_online_booking({
      path,
      body: { phone: '442071234567', fullname: 'Ada Berg', email: 'ada@example.com', appointments: [visit] },
    });
    ok(data.every(({ record_hash }) => record_hash.length > 0));
  },
  'developers.update_event_notification_settings': async () => {
    const { data } = await developers.update_event_notification_settings({
      path,
      body: { urls: ['https://example.com/hooks'], active: 1, record: 1, client: 1 },
    });
    ok('urls' in data);
  },
};
