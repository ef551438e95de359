"""What stakeholders look at: two pages that open from the file system, built from a publication and from nothing else.

- `selections`: which rows of the published tables a page carries. `payload`: those rows as the page reads them.
- `views`: what is shown, and which filters each view follows. `rows`: a view's rows as it opens.
- `charts`: what is drawn, as Vega-Lite. `theme`: in which colours. `texts`: every word, in each language.
- `page`: the HTML with all of it in one file. `pictures`: the same charts for mail.
- `build`: both editions put in place. `places`: where that is.

Nothing is computed here that a published table says: only the frontline page, sliced freely, adds up the counts of the
cube. Pure of Dagster; no network, neither while a page is built nor while it is read.
"""
