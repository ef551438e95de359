#!/bin/sh
# Writes constraints.txt, and the like of it for Superset: every package of runtime, dev and set-up, for Python 3.11 to 3.13 on Linux and macOS.
# Versions that are pinned already stay, unless UPGRADE is set. The index it asks is not recorded.
set -eu

cd "$(dirname "$0")/.."
fresh=$(mktemp)
trap 'rm -f "$fresh" "$fresh.all"' EXIT
[ ! -f constraints.txt ] || grep -v '^#' constraints.txt >"$fresh"

uv=$(sh scripts/setup.sh uv)
"$uv" pip compile pyproject.toml --extra dev --group setup --output-file "$fresh" --quiet ${UPGRADE:+--upgrade} \
    --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url

cat - "$fresh" >"$fresh.all" <<'END'
# What was tested, to the last package; pyproject.toml says what can work. Written by `make constraints`.
# With hashes, because uv checks them of every constraint, also beside an editable install; pip refuses that mixture,
# so where there is only pip: `make setup`, which fetches uv by its hash below.
END
cat "$fresh.all" >constraints.txt

# Superset has an environment of its own: its test alone sets it up.
grep -v '^#' bi/superset/requirements.txt >"$fresh"
"$uv" pip compile bi/superset/requirements.in --output-file "$fresh" --quiet ${UPGRADE:+--upgrade} \
    --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url
{ echo "# Superset as its test sets it up, to the last package. Written by \`make constraints\` from requirements.in."; cat "$fresh"; } \
    >bi/superset/requirements.txt
