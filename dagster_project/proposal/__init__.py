"""A source in a minute: from one export file to a proposed `defs.yaml` and a preview of what it would load.

`heads`, `looking`, `shape`: the first rows of a file. `columns`, `recognition`: what they are. `times`, `numbers`,
`scales`: what the values say; `wording`, `metrics`: what the words say, all phrases being data in `wording/`.
`sight`, `moments`, `currencies`, `parts`, `together`, `questions`, `fields`, `proposal`: the keys. `yaml_text`: how
they are written down. `naming`: the source's name. `preview`: the rows through the real reader. `command`, `closing`:
all of it and its last lines. Nothing here is part of a run.
"""
