// Reads by operationId, many of which later editions move or rename parameters of.
import { equal, ok } from 'node:assert/strict';
import { ada, altegio, book, chain_id, hair, haircut, location_id, mira, type Program } from './salon.js';

const { v1, v2, booking, developers } = altegio;
const path = { location_id };
const march = { date_from: '2026-03-01', date_to: '2026-03-31' };

export const program: Program = {
  'v1.get_location_list': async () => {
    const { data } = await v1.get_location_list({ query: { my: true, count: 10 } });
    ok(data.length > 0);
  },
  'v1.get_location': async () => {
    const { data } = await v1.get_location({ path });
    equal(data.id, location_id);
  },
  'v1.get_client_list': async () => {
    const { data, meta } = await v1.get_client_list({
      path,
      body: { page: 1, page_size: 5, fields: ['id', 'name', 'phone'], order_by: 'name' },
    });
    equal(data.length, 5);
    equal(meta.total_count, 60);
  },
  'v1.get_client': async () => {
    const { data } = await v1.get_client({ path: { location_id, id: ada } });
    equal(data.id, ada);
    equal(typeof data.name, 'string');
  },
  'v1.search_client_visits': async () => {
    const { data } = await v1.search_client_visits({ path, body: { client_id: ada, from: null, to: null } });
    ok(Array.isArray(data.records));
  },
  'v1.get_client_file_list': async () => {
    const { data } = await v1.get_client_file_list({ path: { location_id, client_id: ada } });
    ok(Array.isArray(data));
  },
  'v1.get_client_gift_cards': async () => {
    const { success } = await v1.get_client_gift_cards({
      query: { copmany_id: location_id, phone: 442071234567 },
    });
    equal(success, true);
  },
  'v1.get_client_memberships': async () => {
    const { data } = await v1.get_client_memberships({
      query: { company_id: location_id, phone: 442071234567 },
    });
    ok(data.every(({ id }) => typeof id === 'number'));
  },
  'v1.get_user_memberships': async () => {
    const { data } = await v1.get_user_memberships({ query: { company_id: location_id } });
    ok(Array.isArray(data));
  },
  'v1.get_user_gift_cards': async () => {
    const { data } = await v1.get_user_gift_cards({ query: { company_id: location_id } });
    ok(Array.isArray(data));
  },
  'v1.get_appointment_list': async () => {
    const { data } = await v1.get_appointment_list({
      path,
      query: { start_date: '2026-02-01', end_date: '2026-03-31', count: 10, page: 1 },
    });
    ok(data.every(({ company_id }) => company_id === location_id));
  },
  'v1.get_appointment': async () => {
    const { id } = await book();
    const { data } = await v1.get_appointment({ path: { location_id, record_id: id } });
    equal(data.staff_id, mira);
  },
  'v1.get_partner_appointment_list': async () => {
    const { data } = await v1.get_partner_appointment_list({ query: { salon_id: location_id } });
    ok(Array.isArray(data));
  },
  'v1.get_appointment_calendar_dates': async () => {
    const { data } = await v1.get_appointment_calendar_dates({
      path: { location_id, date: '2026-03-23' },
      query: { staff_id: mira },
    });
    ok(data.length > 0);
  },
  'v1.get_appointment_calendar_sessions': async () => {
    const { data } = await v1.get_appointment_calendar_sessions({
      path: { location_id, team_member_id: mira, date: '2026-03-24' },
    });
    ok(data.some(({ is_free }) => is_free));
  },
  'v1.get_service_list': async () => {
    const { data } = await v1.get_service_list({ path, query: { staff_id: mira, category_id: hair } });
    ok(Array.isArray(data));
  },
  'v1.get_service_category': async () => {
    const { data } = await v1.get_service_category({ path: { location_id, id: hair } });
    equal(data.id, hair);
  },
  'v1.get_team_member_list': async () => {
    const { data } = await v1.get_team_member_list({ path });
    ok(data.some(({ id, name }) => id === mira && name.length > 0));
  },
  'v1.get_team_member_schedule_list': async () => {
    const { data } = await v1.get_team_member_schedule_list({
      path,
      query: { start_date: '2026-03-23', end_date: '2026-03-29', staff_ids: [mira] },
    });
    ok(Array.isArray(data));
  },
  'v1.get_transactions': async () => {
    const { data } = await v1.get_transactions({
      path,
      query: { master_id: mira, start_date: 20_260_101, end_date: 20_260_331, count: 5 },
    });
    ok(data.every(({ amount }) => typeof amount === 'number'));
  },
  'v1.get_transactions_by_visit_or_appointment_id': async () => {
    const { id, visit_id } = await book();
    const { data } = await v1.get_transactions_by_visit_or_appointment_id({
      path,
      query: { record_id: id, visit_id },
    });
    ok(Array.isArray(data));
  },
  'v1.get_day_end_report_data': async () => {
    const { data } = await v1.get_day_end_report_data({
      path,
      query: { start_date: '2026-03-02', master_id: mira },
    });
    equal(typeof data.currency, 'string');
  },
  'v1.get_visit': async () => {
    const { visit_id } = await book();
    const { data } = await v1.get_visit({ path: { visit_id } });
    ok(Array.isArray(data.records));
  },
  'v1.get_chain_loyalty_transaction_list': async () => {
    const { data } = await v1.get_chain_loyalty_transaction_list({
      path: { chain_id },
      query: { created_after: '2026-01-01', created_before: '2026-02-01', company_ids: [location_id] },
    });
    ok(Array.isArray(data));
  },
  'v1.search_event_services': async () => {
    const { data } = await v1.search_event_services({ path, query: { staff_id: mira, term: 'yoga' } });
    ok(Array.isArray(data));
  },
  'v1.get_location_analytics_overall': async () => {
    const { data } = await v1.get_location_analytics_overall({ path, query: march });
    ok('income_total_stats' in data);
  },
  'v1.get_booking_widget_list': async () => {
    const { data } = await v1.get_booking_widget_list({ path });
    ok(data.every(({ id }) => typeof id === 'number'));
  },
  'v1.search_team_member_period_salary': async () => {
    const { success } = await v1.search_team_member_period_salary({
      path: { location_id, team_member_id: mira },
      query: march,
    });
    equal(success, true);
  },
  'v2.list_services': async () => {
    const { data } = await v2.list_services({ path, query: { page: 1, limit: 10 } });
    ok(data.some(({ id }) => id === String(haircut)));
  },
  'v2.list_team_members': async () => {
    const { data } = await v2.list_team_members({ path, query: { 'filter[name]': 'Mira' } });
    ok(data.every(({ attributes }) => typeof attributes.name === 'string'));
  },
  'v2.get_service': async () => {
    const { data } = await v2.get_service({ path: { location_id, service_id: haircut } });
    equal(data.id, String(haircut));
  },
  'booking.get_time_slots_for_booking': async () => {
    const { data } = await booking.get_time_slots_for_booking({
      path: { location_id, team_member_id: mira, date: '2026-03-25' },
      query: { 'service_ids[]': [haircut] },
    });
    ok(data.every(({ datetime }) => typeof datetime === 'string'));
  },
  'booking.get_services_available_for_booking': async () => {
    const { data } = await booking.get_services_available_for_booking({ path, query: { staff_id: mira } });
    ok(data.services.length > 0);
  },
  'developers.get_country_list': async () => {
    const { data } = await developers.get_country_list({});
    ok(Array.isArray(data));
  },
};
