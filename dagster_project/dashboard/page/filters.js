// The selects of the head: what is on offer, and what of it is chosen.

function fill(id, options, chosen) {
  const select = document.getElementById(id);
  select.replaceChildren(...options.map(([value, text]) => element('option', { value, selected: value === chosen }, text)));
  select.value = chosen;
}

function fillFilters() {
  const all = ['all', say('filter.all')];
  fill('grain', grains().map((grain) => [grain, codeName(grain, 'grain')]), state.grain);
  fill('period', periodsOf(state.grain).map((period) => {
    const name = periodName(state.grain, period.start, period.end);
    return [period.start, state.grain !== 'all_time' && isRunning(period) ? say('filter.running', { period: name }) : name];
  }), state.period);
  for (const place of PLACES) {
    fill(place, [all, ...members(place).map((member) => [member, placeName(place, member)])],
      state[place]);
  }
  fill('kind', [['auto', say('filter.auto')], ...kinds().map((kind) => [kind, codeName(kind, 'survey_kind')])], state.kind);
  document.getElementById('language').value = state.language;
  document.getElementById('appearance').value = state.appearance;
}

function shownText() {
  const period = chosenPeriod();
  const name = period ? periodName(state.grain, period.start, period.end) : codeName(state.grain, 'grain');
  const parts = [period && state.grain !== 'all_time' && isRunning(period) ? say('filter.running', { period: name }) : name];
  for (const place of PLACES) {
    if (state[place] !== 'all') {
      parts.push(`${say(`filter.${place}`)}: ${placeName(place, state[place])}`);
    }
  }
  if (state.kind !== 'auto') parts.push(`${say('filter.kind')}: ${codeName(state.kind, 'survey_kind')}`);
  return say('filter.shown', { what: parts.join(' · ') });
}

function listenToFilters() {
  for (const id of ['grain', 'period', ...PLACES, 'kind', 'language', 'appearance']) {
    document.getElementById(id).addEventListener('change', (event) => choose({ [id]: event.target.value }));
  }
  document.getElementById('reset').addEventListener('click', () => {
    const { language: kept, appearance } = state;
    choose({ ...opening(), language: kept, appearance });
  });
  document.getElementById('filters').addEventListener('submit', (event) => event.preventDefault());
}
