// Every view as a table, on the page and as CSV. What is hidden is a word in both, never a zero and never a blank.

const SHARES = ['share', 'importance_lmg', 'within_target_share'];
const P_VALUES = ['change_p_value', 'difference_to_rest_p_value_holm', 'paired_p_value', 'nps_p_value'];
const MONEY = ['clv_mean', 'annual_revenue_mean', 'revenue_at_risk', 'cost', 'revenue_effect', 'benefit', 'value_at_stake'];
const TENTHS = ['value', 'ci_lower', 'ci_upper', 'median_score', 'p90_score', 'previous_value', 'change', 'difference_to_rest', 'benchmark_value',
  'index_0_100', 'mean_score', 'nps_of_theme', 'nps_impact', 'sentiment_mean', 'paired_nps_change', 'churn_rate_12_months',
  'nps_effect', 'nps_ci_lower', 'nps_ci_upper'];
const HUNDREDTHS = ['correlation', 'roi', 'roi_ci_lower', 'roi_ci_upper'];
const KEY_LENGTH = 8; // enough to tell customers apart on a page; the CSV has the whole key
const DAYS = ['responded_on', 'started_on', 'due_at'];
const PROSE = ['comment', 'remark', 'top_reject_reason', 'example'];
const FLAGS = { nps_of_theme: 'is_nps_suppressed', nps_impact: 'is_nps_suppressed',
  churn_rate_12_months: 'is_churn_suppressed', revenue_at_risk: 'is_churn_suppressed' };

// Columns that are empty in a hidden row for another reason: only two metrics have a median, and a benchmark is no secret.
const WITH_MEDIAN = ['first_response_minutes', 'clv'];
const canBeHidden = (row, column) => column !== 'benchmark_value'
  && (!['median_score', 'p90_score'].includes(column) || WITH_MEDIAN.includes(row.metric));
const isHidden = (row, column) => row[column] === null && canBeHidden(row, column)
  && (row.is_suppressed === true || row[FLAGS[column]] === true);
// A chance is not told where nothing is claimed.
const isUntold = (row, column) => P_VALUES.includes(column) && row.is_low_base === true;

function cellText(row, column) {
  const value = row[column];
  if (column === 'period') return row.period ?? '';
  if (column === 'state') return ['is_urgent', 'is_overdue'].filter((flag) => row[flag]).map((flag) => say(`follow_ups.${flag.slice(3)}`)).join(', ');
  if (column === 'due_at') return value ? momentName(value) : '';
  if (column === 'responded_on' || column === 'started_on') return value ? dayName(value) : '';
  if (column === 'themes') return (value ?? '').split(',').filter(Boolean).map((theme) => codeName(theme, 'theme')).join(', ');
  if (column in DATA.coded) return value === null || value === undefined ? '' : codeName(value, DATA.coded[column]);
  if (isHidden(row, column)) return say('view.hidden');
  if (isUntold(row, column)) return '';
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return say(`code.boolean.${value}`);
  if (SHARES.includes(column)) return percent(value);
  if (P_VALUES.includes(column)) return pValue(value);
  if (MONEY.includes(column)) return money(value);
  if (TENTHS.includes(column)) return number(value, 1);
  if (HUNDREDTHS.includes(column)) return number(value, 2);
  return typeof value === 'number' ? number(value) : String(value);
}

const isNumeric = (rows, column) => !(column in DATA.coded) && rows.some((row) => typeof row[column] === 'number');

function tableElement(columns, rows, caption, look = null) {
  const numeric = new Set(columns.filter((column) => isNumeric(rows, column)));
  const head = element('tr', {}, ...columns.map((column) =>
    element('th', { scope: 'col', class: numeric.has(column) ? 'number' : null }, say(`column.${column}`))));
  const lines = rows.map((row) => element('tr', {}, ...columns.map((column) => {
    const shown = column === 'customer_key' ? String(row[column] ?? '').slice(0, KEY_LENGTH) : isHidden(row, column) ? element('span', { class: 'hidden' }, say('view.hidden')) : cellText(row, column);
    const look = numeric.has(column) ? 'number' : PROSE.includes(column) ? 'words' : DAYS.includes(column) ? 'day' : null;
    return element('td', { class: look, title: column === 'customer_key' ? row[column] : null }, shown);
  })));
  return element('table', { 'aria-label': caption, class: look }, element('thead', {}, head), element('tbody', {}, ...lines));
}

// Opens in a Swedish Excel with a double click: a byte order mark, semicolons, decimal commas. A text that a spreadsheet
// would take for a formula is led by an apostrophe.
function csvText(columns, rows) {
  const spread = columns.flatMap((column) => (column === 'period' ? ['period_start', 'period'] : [column]));
  const lines = rows.filter((row) => !row.is_gap).map((row) => spread.map((column) => csvCell(row, column)).join(';'));
  return `\ufeff${[spread.map((column) => say(`column.${column}`)).map(quotedCell).join(';'), ...lines].join('\r\n')}\r\n`;
}

function csvCell(row, column) {
  const value = row[column];
  if (isUntold(row, column)) return '';
  if (typeof value === 'number' && !(column in DATA.coded)) return String(value).replace('.', ',');
  if (column === 'period_start') return row.period_start ?? '';
  if (DAYS.includes(column)) return value?.length > 10 ? sortableMoment(value) : value ?? '';
  return quotedCell(guarded(cellText(row, column)));
}

const guarded = (text) => (/^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const quotedCell = (text) => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
