// Views that are lists of words: follow-ups, comments, initiatives, method and data quality.

const PAGE_LENGTH = 25;
const lengths = { follow_ups: PAGE_LENGTH, comments: PAGE_LENGTH };

function listed(place, view, rows, columns) {
  if (!rows.length) {
    place.replaceChildren(element('p', { class: 'empty' }, say('view.empty')));
    return;
  }
  const shown = rows.slice(0, lengths[view]);
  const more = element('button', { type: 'button' }, say('comments.more'));
  more.addEventListener('click', () => { lengths[view] += PAGE_LENGTH; listed(place, view, rows, columns); });
  place.replaceChildren(
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': say(`${view}.title`) },
      tableElement(columns, shown, say(`${view}.title`), 'cases')),
    shown.length < rows.length ? more : '');
}

function drawFollowUps(place, { rows, cases }) {
  const sum = (column) => cases.reduce((total, row) => total + row[column], 0);
  const list = element('div');
  listed(list, 'follow_ups', rows,
    ['customer_key', 'state', 'due_at', 'segment', 'nps_score', 'reason_driver', 'reason_theme', 'comment', 'value_at_stake', 'owner']);
  place.replaceChildren(element('p', {}, say('follow_ups.line', { count: number(sum('cases')), urgent: number(sum('urgent')),
    overdue: number(sum('overdue')), unowned: number(sum('unowned')), value: shortMoney(sum('value_at_stake')),
    unknown: number(sum('unknown_values')) })), list);
}

function chooser(name, label, options) {
  const select = element('select', { 'data-choice': name },
    ...options.map(([value, text]) => element('option', { value, selected: state[name] === value }, text)));
  select.addEventListener('change', () => choose({ [name]: select.value }));
  return element('label', {}, element('span', {}, label), select);
}

function drawComments(place, { rows }) {
  const themes = distinct(table('themes'), 'theme').map((theme) => [theme, codeName(theme, 'theme')])
    .sort((a, b) => a[1].localeCompare(b[1], LOCALES[language]));
  const bands = Object.keys(DATA.colours.bands).map((band) => [band, codeName(band, 'band')]);
  const any = ['all', say('comments.any')];
  const list = element('div');
  listed(list, 'comments', rows, ['responded_on', 'segment', 'touchpoint', 'nps_score', 'sentiment', 'themes', 'comment']);
  const focused = document.activeElement?.dataset?.choice;
  place.replaceChildren(
    element('div', { class: 'line' },
      chooser('theme', say('comments.theme'), [any, ...themes]), chooser('band', say('comments.band'), [any, ...bands]),
      element('p', { class: 'quiet' }, say('comments.count', { shown: number(rows.length), count: number(table('comments').length) }))),
    list, candidates());
  if (focused) place.querySelector(`[data-choice="${focused}"]`)?.focus();
}

function candidates() {
  const rows = table('candidates');
  if (!rows.length) return '';
  const open = element('details', {}, element('summary', {}, say('themes.candidates')),
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': say('themes.candidates') },
      tableElement(['candidate', 'example', 'distinct_customers', 'comment_count'], rows, say('themes.candidates'))));
  return element('div', { class: 'more' }, open);
}

function initiativeLines(rows) {
  // A return whose interval has 0 in it is none that could be told.
  const isTold = (row) => row.roi_ci_lower > 0 || row.roi_ci_upper < 0;
  return rows.map((row) => say(isTold(row) ? 'initiatives.line' : 'initiatives.no_effect', {
    name: row.name, target: codeName(row.target_member, 'member'), date: dayName(row.started_on),
    cost: row.cost === null ? '–' : shortMoney(row.cost), benefit: row.benefit === null ? '–' : shortMoney(row.benefit),
    roi: row.roi === null ? '–' : percent(row.roi, 0),
    lower: row.roi_ci_lower === null ? '–' : percent(row.roi_ci_lower, 0), upper: row.roi_ci_upper === null ? '–' : percent(row.roi_ci_upper, 0),
  }) + ` ${say('initiatives.verdict')}: ${codeName(row.verdict, 'verdict')}.${row.has_pre_trend ? ` ${say('initiatives.pre_trend')}` : ''}`);
}

function drawQuality(place, { rows }) {
  const sum = (column) => number(rows.reduce((total, row) => total + (row[column] ?? 0), 0));
  const { terms } = DATA.meta;
  const method = ['nps', 'csat', 'relational', 'change', 'small', 'money', 'drivers'].map((key) => element('li', {},
    say(`quality.${key}`, { level: number(terms.significance_level, 2), base: terms.low_base_size })));
  const trouble = rows.filter((row) => row.status !== 'loaded' || row.rows_rejected > 0 || row.unmapped_values > 0 || row.remark);
  place.replaceChildren(
    element('h3', {}, say('quality.method')), element('ul', {}, ...method),
    element('h3', {}, say('quality.files')),
    element('p', {}, say('quality.files_line', { files: number(rows.length), read: sum('rows_read'), loaded: sum('rows_loaded'),
      rejected: sum('rows_rejected'), dropped: sum('rows_dropped') })),
    trouble.length ? element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': say('quality.files') },
      tableElement(['source', 'file', 'status', 'rows_rejected', 'unmapped_values', 'top_reject_reason', 'remark'],
        trouble, say('quality.files'))) : '',
    element('h3', {}, say('quality.exclusions')),
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': say('quality.exclusions') },
      tableElement(['survey_kind', 'exclusion_reason', 'submission_count'], table('exclusions'), say('quality.exclusions'))));
}
