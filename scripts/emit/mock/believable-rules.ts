// Which values a field of a salon has, told by its name. Hints for Prism's two modes, never constraints: a value that
// the contract allows stays allowed.

/** What Prism's dynamic mode asks of faker, and what its static mode shows. */
export interface Hint {
  'x-faker': string | Record<string, unknown>;
  /** Without one, Prism's own 0 will do. */
  example?: string | number | boolean;
}

/** What a rule decides by. */
export interface Field {
  name: string;
  /** The properties and components around the field, the nearest last, in lower case. */
  around: string;
  /** The field's description, if it has one. */
  description: string;
}

export interface Rule {
  name: RegExp;
  /** Of what the field must be a part. */
  around?: RegExp;
  /** What the description must say. */
  description?: RegExp;
  text?: Hint;
  number?: Hint;
  truth?: Hint;
}

/** One of a few values; the first is the example. */
function oneOf<T extends string | number | boolean>(first: T, ...rest: T[]): Hint {
  return { 'x-faker': { 'helpers.arrayElement': [[first, ...rest]] }, example: first };
}

/** Text in which `#` stands for any digit; the example has `1` there. */
function digits(template: string): Hint {
  return {
    'x-faker': { 'helpers.replaceSymbolWithNumber': template },
    example: template.replaceAll('#', '1'),
  };
}

/** Text with ranges such as `[10-28]`: nothing that depends on today, as faker's own dates do. */
function ranges(template: string): Hint {
  return {
    'x-faker': { 'helpers.regexpStyleStringParse': template },
    example: template.replaceAll(/\[(\d+)-\d+\]/g, '$1'),
  };
}

/** Whole numbers, the largest included. */
function between(min: number, max: number): Hint {
  const hint = { 'x-faker': { 'mersenne.rand': [max + 1, min] } };
  return min === 0 ? hint : { ...hint, example: min };
}

function decimals(min: number, max: number, precision: number): Hint {
  return {
    'x-faker': { 'datatype.number': min === 0 ? { max, precision } : { min, max, precision } },
    example: min,
  };
}

const day = '2026-0[1-9]-[10-28]';

const clock = '[10-19]:30';

export const iso = ranges(`${day}T${clock}:00+00:00`);

export const date = ranges(day);

const dateTime = ranges(`${day} ${clock}:00`);

const time = ranges(clock);

const unixTime = between(1_767_261_600, 1_798_711_200);

const person = { 'x-faker': { fake: '{{name.firstName}} {{name.lastName}}' }, example: 'Ada Berg' };

const phone = digits('131555501##');

const phoneNumber = between(13_155_550_100, 13_155_550_199);

const email = { 'x-faker': { fake: '{{internet.userName}}@example.com' }, example: 'ada.berg@example.com' };

const id = between(1, 99_999);

const idText = digits('1####');

const code = between(1, 3);

export const flag = { text: oneOf('0', '1'), number: between(0, 1) };

const no = { text: oneOf('0'), number: oneOf(0), truth: oneOf(false) };

const money = { ...decimals(0, 500, 0.01), example: 40 };

const moneyText = ranges('[5-499].[10-99]');

const few = between(0, 9);

const percent = between(0, 30);

const minutes15 = oneOf(1800, 900, 3600);

const color = ranges('#[10-99][10-99][10-99]');

const page = {
  'x-faker': { 'helpers.replaceSymbolWithNumber': 'https://example.com/p/####' },
  example: 'https://example.com/',
};

const image = digits('https://example.com/####.png');

const remark = oneOf(
  'Prefers mornings',
  'First visit',
  'Called to confirm',
  'Allergic to ammonia',
  'Regular guest',
);

const services = oneOf('Haircut', 'Colouring', 'Manicure', 'Beard trim');

const products = oneOf('Shampoo 250 ml', 'Hair mask', 'Nail polish', 'Beard oil', 'Hand cream');

const categories = oneOf('Hair', 'Nails', 'Beard', 'Face care', 'Massage');

const salons = oneOf('Salon Aurora', 'Studio Birch', 'Barbershop North', 'Beauty Corner');

const positions = oneOf('Stylist', 'Colourist', 'Nail technician', 'Barber', 'Receptionist');

const sorts = oneOf('standard', 'single', 'group');

/** The first rule that fits and has a hint for the type decides. */
export const rules: readonly Rule[] = [
  // What errors say. The mock says more, by the status of the answer.
  { name: /^message$|error_message/, text: oneOf('The request was refused') },
  { name: /^title$/, around: /\berrors?$/, text: oneOf('The request was refused') },
  { name: /^detail$/, around: /\berrors?$/, text: oneOf('Please check the data and try again.') },
  { name: /^(status|code)$/, around: /\berrors?$/, text: oneOf('400'), number: oneOf(400) },

  // Tokens, which nothing may mistake for a number.
  { name: /^user_token$/, text: oneOf('mock-user-token') },

  // Who.
  { name: /phone_code/, text: oneOf('+1', '+44', '+49') },
  { name: /phone_template/, text: oneOf('### ### ####') },
  { name: /phone(?!_country)|whatsapp|viber|^(diversion)$/, text: phone, number: phoneNumber },
  { name: /notify_by|_before$|remain_hours/, number: between(0, 24) },
  { name: /e?mail(?!_)/, text: email, number: flag.number },
  { name: /^(login)$/, text: email },
  { name: /^(surname|last_?name|patronymic)$/, text: { 'x-faker': 'name.lastName', example: 'Berg' } },
  { name: /^(first_?name|middle_name)$/, text: { 'x-faker': 'name.firstName', example: 'Ada' } },
  { name: /^(full_?name|fulname|display_name|(client|user|master|staff)(_fictive)?_name)$/, text: person },
  { name: /^(telegram|instagram|vk|facebook)$/, text: digits('salon_####') },

  // When.
  {
    name: /timezone_name|timezone$/,
    text: oneOf('Europe/Berlin', 'Europe/London', 'America/New_York'),
    number: between(0, 3),
  },
  { name: /.*/, description: /YYYY-MM-DD HH|date-time with a space/i, text: dateTime },
  { name: /.*/, description: /DD\.MM\.YYYY/, text: ranges('[10-28].0[1-9].2026') },
  { name: /.*/, description: /HH:MM:SS/, text: ranges(`${clock}:00`) },
  { name: /.*/, description: /\bHH:MM\b/, text: time },
  { name: /.*/, description: /Unix (time|date)/i, number: unixTime },
  { name: /^birth(_date|day)$/, text: ranges('19[70-99]-0[1-9]-[10-28]') },
  { name: /(date|day|till|from|to|start|end|period)/, description: /YYYY-MM-DD|^date$|\(date\)/, text: date },
  { name: /.*/, description: /date-time|ISO 8601/, text: iso },
  { name: /^(last_change_date|create_date|date_create|(.*_)?datetime|.*_at)$/, text: iso, number: unixTime },
  { name: /^timestamp$/, text: iso, number: unixTime },
  { name: /^(date|.*_date)$/, text: dateTime, number: unixTime },
  {
    name: /^(dates|date_.*|.*_dates?|.*_till|final_day|next_slot|(period_)?(from|to))$/,
    text: date,
    number: unixTime,
  },
  { name: /^(time|events_time|.*_time)$/, text: time, number: minutes15 },
  { name: /timeslot|seance_search_(start|finish)/, number: oneOf(36_000, 39_600, 50_400, 64_800) },
  { name: /days/, number: between(1, 30), text: digits('1#') },
  {
    name: /(duration|seance_length|^length|sum_length|delay|interval|step)$/,
    number: minutes15,
    text: oneOf('1800', '3600'),
  },

  // Where.
  { name: /coordinate_lat/, number: decimals(51, 53, 0.0001), text: ranges('52.5[1000-9999]') },
  { name: /coordinate_l(on|ng|ot)/, number: decimals(12, 14, 0.0001), text: ranges('13.4[1000-9999]') },
  { name: /^address/, text: ranges('[1-99] Example Street') },
  { name: /^city$|backCity/, text: oneOf('Berlin', 'London', 'Lisbon', 'Vienna') },
  { name: /^(country|citizenship)$/, text: oneOf('Germany', 'United Kingdom', 'Portugal', 'Austria') },
  { name: /^zip$/, text: digits('1####') },
  { name: /currency_short_title|^symbol$/, text: oneOf('€', '$', '£') },
  { name: /currency|^iso$/, text: oneOf('EUR', 'USD', 'GBP') },
  { name: /^iso_code$/, text: oneOf('DE', 'GB', 'PT', 'AT') },
  { name: /^(lang|locale|language)$/, text: oneOf('en-US', 'de-DE', 'pt-PT') },
  { name: /(avatar|image|photo|logo|icon|favicon|background)(_|s?$)(?!.*id$)/, text: image },
  { name: /url|link|site|app_(ios|android)|landing|online_sales_form/, text: page },
  { name: /color|Palette/, text: color },

  // Which.
  { name: /(type|gender|sex|status|unit|mode|variant|kind|importance|vat|kkm)(_id)?$/, number: code },
  { name: /^(id|.*_id|.*Id|ids|uid|hash|.*_hash)$/, number: id, text: idText },
  { name: /count$(?<!discount)|_count_|^visits$|^points$/, number: few, text: oneOf('1', '2', '3') },

  // A salon is not made of what is gone.
  { name: /^(is_)?(deleted|archived|fired|hidden|blocked|frozen)$/, ...no },

  // How much.
  { name: /rating|average_score/, number: between(1, 5), text: oneOf('5', '4', '3') },
  { name: /discount_percent|percent|^discount$/, number: percent, text: oneOf('10', '5', '15') },
  {
    name: /cost|price|sum$|sum_|balance|spent|paid$|amount_paid|paid_amount|sold_amount|salary$|income|expense$|net(to)?_cost/,
    number: money,
    text: moneyText,
  },
  { name: /attendance$/, number: oneOf(1, 0, 2, -1) },
  {
    name: /^(amount|quantity|multiplicity)$|capacity|visit_multiplicity/,
    number: between(1, 5),
    text: oneOf('1', '2'),
  },
  { name: /^position$/, text: positions },
  { name: /weight|priority|^position$|_num$|^page$/, number: between(1, 9), text: oneOf('1', '2', '3') },

  // Which, by the bare name of what it is.
  { name: /^(location|company|salon|record|service|client|master|good|staff|user)$/, number: id },
  {
    name: /^(is_|has_|show_|active$|bookable$|allow_|sms_|push$|paid_full$|online$)/,
    ...flag,
  },
  {
    name: /barcode|article|number$|^card$|code$|token$|key$|password$|reference|passport|certificates$/,
    text: digits('1######'),
    number: id,
  },
  { name: /^(tax|vat)$/, text: oneOf('19', '7', '0') },
  { name: /^sex$|^gender$/, text: oneOf('Female', 'Male', 'Unknown') },
  { name: /^importance$/, text: oneOf('Gold', 'Silver', 'Bronze') },
  { name: /^(width|height|size)$/, text: digits('1##') },
  { name: /^(sms|email)_now$/, ...flag },

  // What it is called.
  { name: /specialization|^spec$/, text: positions },
  { name: /unit.*title|^unit$|base_unit/, text: oneOf('pc', 'ml', 'g') },
  { name: /comment|notes?$|^text$|_text$|^body$|^content$/, text: remark },
  {
    name: /description|short_descr|information|instructions|^hint$|^detail$/,
    text: oneOf('Wash, cut and blow-dry', 'Care for dry hair', 'By appointment only'),
  },
  { name: /^record_from$/, text: oneOf('Website', 'Instagram', 'Walk-in') },
  { name: /^error$/, text: oneOf('Please check the data and try again') },
  { name: /^(type|slug|.*_slug|.*_type|entity|resource|command|source)$/, text: sorts },
  { name: /status/, text: oneOf('active', 'waiting', 'finished') },
  { name: /schedule/, text: oneOf('Mon-Fri 10:00-19:00', 'Daily 9:00-20:00') },
  {
    name: /^name$/,
    around: /(client|staff|master|user|employee|human|person|specialist|team_member)[^ ]*$/,
    text: person,
  },
  { name: /(title|name|^label$|^category$)/, around: /(categor(y|ies)|group)[^ ]*$/, text: categories },
  { name: /(title|name)/, around: /position[^ ]*$/, text: positions },
  { name: /(title|name)/, around: /(compan|salon|location|chain|branch)[^ ]*$/, text: salons },
  { name: /(title|name)/, around: /(good|product|item|consumable)[^ ]*$/, text: products },
  {
    name: /(title|name)/,
    around: /(storage|account|cash)[^ ]*$/,
    text: oneOf('Main', 'Front desk', 'Reserve'),
  },
  { name: /(title|name)/, around: /(label|tag)[^ ]*$/, text: oneOf('VIP', 'New', 'Regular', 'Student') },
  {
    name: /(title|name)/,
    around: /(abonement|membership|certificate|card|program|loyalty)[^ ]*$/,
    text: oneOf('Five haircuts', 'Gift card 50', 'Loyalty card'),
  },
  {
    name: /(title|name)/,
    around: /countr[^ ]*$/,
    text: oneOf('Germany', 'United Kingdom', 'Portugal', 'Austria'),
  },
  { name: /(title|name)/, around: /cit(y|ies)$/, text: oneOf('Berlin', 'London', 'Lisbon', 'Vienna') },
  {
    name: /^name$/,
    around: /client|staff|master|user|employee|team|human|person|specialist|record|auth_response/,
    text: person,
  },
  { name: /title|name|label|^category$/, text: services },
];

/** For a field that no rule knows. */
export const otherwise: Required<Pick<Rule, 'text' | 'number'>> = {
  text: { 'x-faker': 'commerce.productAdjective', example: 'Classic' },
  number: between(0, 9),
};
