// The published rows that came with the page. Read once, never changed.

const TABLES = {};

function table(name) {
  if (!(name in DATA.tables)) return [];
  TABLES[name] ??= unpacked(DATA.tables[name]);
  return TABLES[name];
}

function unpacked(columns) {
  const names = Object.keys(columns);
  const lists = names.map((name) => {
    const column = columns[name];
    return Array.isArray(column) ? column : column.places.map((place) => (place === null ? null : column.words[place]));
  });
  return Array.from({ length: lists[0]?.length ?? 0 }, (_, place) =>
    Object.fromEntries(names.map((name, which) => [name, lists[which][place]])));
}

function distinct(rows, column) {
  return [...new Set(rows.map((row) => row[column]).filter((value) => value !== null))];
}
