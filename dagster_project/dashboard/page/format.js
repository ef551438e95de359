// How numbers, days and words are written in the language of the reader. Nothing here knows of views or filters.

const DATA = JSON.parse(document.getElementById('data').textContent);
const LOCALES = { en: 'en-GB', sv: 'sv-SE' };
let language = 'en';

function say(key, values = {}) {
  const text = key.split('.').reduce((tree, part) => tree?.[part], DATA.texts[language]);
  if (text === undefined) throw new Error(`no text ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// A customer may call a segment `constructor`, which every object has.
const own = (names, code) => (names && Object.hasOwn(names, code) ? names[code] : undefined);

function codeName(code, kind) {
  if (code === null || code === undefined) return '';
  const given = own(DATA.meta.names[kind], code);
  if (given) return given[language];
  if (kind === 'country' && /^[A-Z]{2}$/.test(code)) {
    return new Intl.DisplayNames(LOCALES[language], { type: 'region' }).of(code);
  }
  const codes = DATA.texts[language].code;
  return own(codes[kind], code) ?? own(codes.member, code) ?? String(code).replaceAll('_', ' ');
}

function number(value, decimals = 0, options = {}) {
  if (value === null || value === undefined) return '';
  return new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: decimals, maximumFractionDigits: decimals, ...options,
  }).format(value);
}

const signed = (value, decimals = 1) => number(value, decimals, { signDisplay: 'exceptZero' });
const percent = (value, decimals = 1) => number(value, decimals, { style: 'percent' });
const money = (value) => number(value, 0, { style: 'currency', currency: DATA.meta.currency });
const shortMoney = (value) =>
  number(value, 0, { style: 'currency', currency: DATA.meta.currency, notation: 'compact', maximumSignificantDigits: 3,
    minimumFractionDigits: undefined, maximumFractionDigits: undefined });
const pValue = (p) => (p < 0.001 ? `<${number(0.001, 3)}` : number(p, 3));

function day(text) {
  return new Date(`${text.slice(0, 10)}T00:00:00Z`);
}

function dayName(text) {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(day(text));
}

// A moment of the publication, which is UTC, as the clocks of the business show it.
function momentName(text) {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', timeStyle: 'short', timeZone: DATA.meta.timezone })
    .format(new Date(`${text.replace(' ', 'T')}Z`));
}

// The same for a spreadsheet, which sorts it: 2026-10-09 08:52.
function sortableMoment(text) {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: DATA.meta.timezone })
    .format(new Date(`${text.replace(' ', 'T')}Z`));
}

function periodName(grain, start, end) {
  if (grain === 'all_time') return say('period.all_time');
  if (grain === 'trailing_90_days') return say('period.trailing', { date: dayName(end) });
  const date = day(start);
  if (grain === 'year') return String(date.getUTCFullYear());
  if (grain === 'quarter') {
    return say('period.quarter', { quarter: Math.floor(date.getUTCMonth() / 3) + 1, year: date.getUTCFullYear() });
  }
  return `${DATA.texts[language].period.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

// The value of a score in its own unit: points for NPS, percent for shares, minutes, money.
function scoreText(metric, value) {
  if (value === null) return '';
  if (metric === 'nps' || metric === 'enps') return signed(value);
  if (metric === 'clv') return shortMoney(value);
  if (metric === 'first_response_minutes') return `${number(value)} min`;
  return percent(value / 100);
}

function changeText(metric, value) {
  if (metric === 'clv') return (value > 0 ? '+' : '') + shortMoney(value);
  if (metric === 'first_response_minutes') return `${signed(value, 0)} min`;
  const unit = metric === 'nps' || metric === 'enps' ? 'points' : 'percentage_points';
  return say(`kpis.${unit}`, { change: signed(value) });
}

// What a place is called: countries by their codes, touchpoints by their names.
const placeName = (place, code) => codeName(code, place === 'segment' ? 'member' : place);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'class') made.className = value;
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}
