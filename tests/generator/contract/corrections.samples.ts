// Invented responses in the shapes that the API is known to send: nulls, [] for objects, text for numbers, '' for dates.
import type { ApiName } from '../../../scripts/openapi/apis.ts';

export interface Sample {
  api: ApiName;
  operation: string;
  status: number;
  body: unknown;
}

const phone = 13155550101;

const local = '2026-01-15 10:00:00';

const offset = '2026-01-15T10:00:00-0500';

const staff = {
  id: 2,
  api_id: null,
  name: 'Mia',
  specialization: 'Stylist',
  position: [],
  avatar: '',
  avatar_big: null,
  rating: '4.9',
  votes_count: 0,
  unknown_field: { new: true },
};

const client = {
  id: 3,
  name: 'Ann',
  surname: '',
  patronymic: null,
  phone,
  card: 1234,
  email: '',
  success_visits_count: 1,
  fail_visits_count: 0,
  discount: 12.5,
  custom_fields: [],
};

const appointment = {
  id: 1,
  company_id: 4,
  staff_id: 2,
  services: [{ id: 5, title: 'Cut', cost: 50, manual_cost: null, discount: 0, first_cost: 50, amount: 1 }],
  goods_transactions: [],
  staff,
  client,
  comer: null,
  clients_count: 1,
  date: local,
  datetime: offset,
  create_date: offset,
  comment: null,
  online: false,
  visit_attendance: 0,
  attendance: 0,
  confirmed: 1,
  seance_length: 3600,
  length: 3600,
  notified: 0,
  master_request: 0,
  api_id: '',
  from_url: '',
  review_requested: 0,
  visit_id: 0,
  created_user_id: 0,
  deleted: false,
  paid_full: 2,
  prepaid: false,
  prepaid_confirmed: 0,
  last_change_date: '',
  custom_color: '',
  custom_font_color: null,
  record_labels: [],
  activity_id: 0,
  custom_fields: [],
  documents: [],
  sms_remain_hours: null,
  email_remain_hours: null,
  bookform_id: 0,
  record_from: '',
  is_mobile: 0,
};

const service = {
  id: 5,
  title: 'Cut',
  category_id: 6,
  price_min: 10.5,
  price_max: 0,
  discount: 0,
  comment: null,
  weight: '3',
  active: true,
  api_id: null,
  prepaid: 'forbidden',
  image_group: [],
  is_multi: 0,
};

const transaction = {
  id: 7,
  document_id: 8,
  expense: null,
  date: offset,
  amount: 100.5,
  comment: '',
  master: [],
  supplier: [],
  account: { id: 1, title: 'Cash' },
  client: [],
  last_change_date: '',
  record_id: 0,
  visit_id: null,
  sold_item_id: null,
  sold_item_type: null,
};

const location = {
  id: 4,
  title: 'Salon',
  public_title: null,
  short_descr: '',
  logo: null,
  country_id: 1,
  city: null,
  active: true,
  phone,
  phones: [],
  email: '',
  timezone: 3,
  schedule: null,
  coordinate_lat: '40.71',
  coordinate_lon: -74.0,
  app_ios: null,
  main_group: [],
  bookforms: [],
};

const comment = {
  id: 9,
  salon_id: 4,
  type: 1,
  master_id: 2,
  text: null,
  date: local,
  rating: 5,
  user_id: 0,
  user_name: 'Ann',
  user_avatar: null,
};

const resource = (type: string, attributes: object) => ({
  type,
  id: '1',
  attributes,
  links: { self: 'https://api.example/1' },
});

function v1(operation: string, data: unknown, meta: unknown = [], status = 200): Sample {
  return { api: 'v1', operation, status, body: { success: true, data, meta } };
}

function v2(operation: string, data: unknown, meta: unknown = []): Sample {
  return { api: 'v2', operation, status: 200, body: { data, meta } };
}

const page = { pagination: { page: 1, offset: 0, limit: 250 } };

export const responses: Sample[] = [
  v1(
    'get_appointment_list',
    [
      appointment,
      { ...appointment, client: null },
      { id: 1, client: [] },
      { id: 2, comer: { id: 3, title: 'Rex', slug: 'pet' } },
    ],
    {
      page: 1,
      total_count: 3,
    },
  ),
  v1('get_appointment_list', [], []),
  v1('get_appointment', appointment),
  v1('create_appointment', appointment, [], 201),
  v1('get_location_list', [location], { total_count: 1 }),
  v1('get_location', location),
  v1('get_client_list', [{ id: 3, name: 'Ann', phone: null }], { total_count: 1 }),
  v1('deprecated_get_client_list', [{ ...client, birth_date: '', last_visit_date: '', sms_check: 0 }], {
    total_count: 1,
  }),
  v1('get_service', service),
  v1('get_service', [service]),
  v1('get_service_list', [service]),
  v1('get_service_category', { id: 6, title: 'Hair', api_id: null, weight: '1', staff: [] }),
  v1('get_team_member', { ...staff, hidden: 0, fired: '0', status: 1 }),
  v1('get_team_member', [{ ...staff, position: null }]),
  v1('get_comments', [comment], { total_count: 1 }),
  v1('leave_comment', { ...comment, rating: '5' }, [], 201),
  v1('get_transactions', [transaction]),
  v1('get_financial_transaction', transaction),
  v1('get_product', {
    title: 'Gel',
    good_id: 1,
    cost: 10.5,
    category: null,
    comment: null,
    barcode: null,
  }),
  v1('get_chain_list', [{ id: 1, title: 'Chain', companies: [], access: { settings_access: true } }]),
  v1(
    'search_client_visits',
    { goods_transactions: [], records: [] },
    { dateCursor: { next: { from: null, to: null } } },
  ),
  v1('get_team_member_schedule_list', [
    { team_member_id: 2, date: '2026-01-15', slots: [], busy_intervals: [], off_day_type: null },
  ]),
  v1('get_tag_list_by_entity', [
    { id: 1, title: 'VIP', color: '#fff', deleted: 0, not_editable: '1', entity: 1 },
  ]),
  v1('get_user_permissions', { timetable: {} }),
  v2(
    'list_services',
    [resource('service', { title: 'Cut', price_min: 10.5, category_id: null, comment: null })],
    page,
  ),
  v2(
    'list_appointments',
    [resource('record', { date: offset, comment: null, custom_color: '', visit_id: 0 })],
    page,
  ),
  v2('list_events', [resource('activity', { date: local, capacity: 0, service_id: 1, title: null })], page),
  v2('list_team_members', [resource('staff', { name: 'Mia', specialization: null, hidden: false })], page),
  v2('list_products', [resource('good', { title: 'Gel', cost: 10.5, barcode: null })], page),
  {
    api: 'booking',
    operation: 'get_team_members_available_for_booking',
    status: 200,
    body: {
      success: true,
      data: [
        { ...staff, show_rating: true, bookable: true, image_group: [], weight: '1', seance_date: null },
      ],
      meta: [],
    },
  },
  {
    api: 'booking',
    operation: 'get_dates_available_for_booking',
    status: 200,
    body: {
      success: true,
      data: { booking_days: [], booking_dates: [], working_days: { 1: [2] }, working_dates: [] },
      meta: [],
    },
  },
  {
    api: 'booking',
    operation: 'get_booking_user',
    status: 200,
    body: { success: true, data: { id: 1, phone, email: null, avatar: null }, meta: [] },
  },
  {
    api: 'booking',
    operation: 'get_booking_user',
    status: 200,
    body: { success: true, data: { id: 1, user_token: 'x', phone: '13155550101' }, meta: [] },
  },
];
