// Places of responses and webhooks that this edition describes otherwise than the wire has them: what stands there, and what does not.

/** `<operationId>#<path>`, or `webhook_event(<resource>)#<path>`; values that fit; values that do not. */
export type Place = readonly [place: string, fits: readonly unknown[], fitsNot: readonly unknown[]];

const flag = [0, 1] as const;
const no = [{}] as const;

export const webhooks: Place[] = [
  ['webhook_event(record)#data.sms_now', flag, no],
  ['webhook_event(record)#data.paid_full', [0, 1, 2], no],
  ['webhook_event(record)#data.is_mobile', flag, no],
  ['webhook_event(record)#data.notified', flag, no],
  ['webhook_event(record)#data.master_request', flag, no],
  ['webhook_event(record)#data.sms_before', [0, 1, 24, 48], [...no, '24']],
  ['webhook_event(record)#data.client', [{ id: 1, sex: 1 }, [], null], [{ id: 1, sex: {} }]],
  ['webhook_event(record)#data.comer', [{ id: 1, title: 'Rex', slug: 'pet' }, null], [true]],
  [
    'webhook_event(record)#data.documents',
    [[], [{ id: 1, type_id: 7, is_sale_bill_printed: null }]],
    [[{ id: {} }]],
  ],
  ...['sale', 'receipt', 'consumable', 'stolen', 'move'].flatMap((kind): Place[] => [
    [`webhook_event(goods_operations_${kind})#data.operation_unit_type`, [1, 2], no],
    [`webhook_event(goods_operations_${kind})#data.service`, [[], { id: 1, title: 'Cut' }], ['Cut']],
  ]),
];

const documents = [
  'get_appointment_list#data[].documents[]',
  'get_appointment#data.documents[]',
  'create_appointment#data.documents[]',
  'update_appointment#data.documents[]',
  'get_visit#data.records[].documents[]',
];

const meta = [{ count: 1 }, []] as const;

export const v1: Place[] = [
  ...documents.map((place): Place => [`${place}.is_sale_bill_printed`, [true, false, null], ['yes']]),
  [
    'get_service#data[].image_group',
    [{ id: 1, entity_id: '5' }, { id: 1, entity_id: 5 }, []],
    [{ id: 1, entity_id: {} }],
  ],
  ['get_team_member_list#data[].image_group', [{ id: 1, entity_id: '5' }, []], [{ id: 1, entity_id: {} }]],
  ...['get_appointment_list#data[].comer', 'get_appointment#data.comer'].map(
    (place): Place => [place, [{ id: 1, title: 'Rex', slug: 'pet' }, null], [true]],
  ),
  ['duplicate_event#data[].timestamp', [1767225600], ['2026-01-01']],
  ['get_team_member#meta', meta, ['1']],
  ['get_service#meta', meta, ['1']],
  ['get_location_analytics_occupancy_daily#[].data[][]', [75, 75.5], no],

  // Fields that the description lacks.
  ['get_location#data.timezone', [3], no],
  ['get_location#data.phones', [[], ['+1 315 555 01 01']], ['+1 315 555 01 01']],
  ['get_location#data.email', ['', 'a@example.com', null], no],
  ['get_location#data.schedule', ['9-18', null], no],
  ['get_location#data.active', flag, no],
  ['get_location#data.currency_short_title', ['$'], no],
  ['get_location#data.allow_delete_record', [true], ['yes']],
  ['get_products_list#data[].actual_amounts[]', [{ storage_id: 1, amount: 2.5 }], [{ storage_id: {} }]],
  ['get_products_list#data[].barcode', ['4006381333931'], no],
  ['get_products_list#data[].actual_cost', [12.5], no],
  ['get_products_list#data[].critical_amount', [1.5], no],
  ['get_products_list#data[].last_change_date', ['2026-01-15T10:00:00-0500'], no],
  ['get_service_list#data[].staff[]', [{ id: 1, seance_length: 3600 }], [{ id: {} }]],
  ['get_service_list#data[].is_online', [true], ['yes']],
  ['get_service_list#data[].capacity', [0], no],
  ['get_service_list#data[].dates', [[]], no],
  ['get_service_list#data[].resources', [[]], no],
  ['get_team_member#data[].is_fired', [true], ['yes']],
  ['get_team_member#data[].is_deleted', [true], ['yes']],
  ['get_team_member#data[].company_id', [1], ['1']],
  ['get_team_member#data[].employee', [{ id: 1, phone: '' }, null], ['Ann']],
  ['get_team_member#data[].services_links[]', [{ service_id: 1, length: 3600 }], [{ length: {} }]],
  [
    'get_team_member#data[].position',
    [{ id: 1, title: 'Stylist', services_binding_type: 1 }, []],
    ['Stylist'],
  ],
  [
    'get_appointment_list#data[].goods_transactions[]',
    [{ id: 1, good_id: 2, title: 'Gel', amount: -1, cost: 9.5 }],
    [{ id: {} }],
  ],
  ['get_loyalty_card_list_by_client_id#data[].programs[].title', ['Bonus'], no],
  ['search_events#data[].service', [{ id: 1, title: 'Yoga', price_min: 10.5 }], ['Yoga']],
  ['search_events#data[].staff', [{ id: 1, name: 'Mia' }], ['Mia']],
  ['get_service_category_list#data[].price_min', [10.5], no],
  ['get_service_category_list#data[].price_max', [10.5], no],
];

export const booking: Place[] = [
  ['get_services_available_for_booking#data.services[].seance_length', [3600], no],
  ['get_services_available_for_booking#data.services[].is_composite', [true], ['yes']],
  ['get_user_appointment_list#data[].charge', [[]], ['9.50']],
];
