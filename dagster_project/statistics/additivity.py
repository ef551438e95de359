"""Which published figures are sums of which others: what one has to know to subtract, and so to keep from subtracting.

Facts about metrics and dimensions, as data. What is done with them stands in `relations`.
"""

ALL = "all"

# A dimension whose members are not parts of a whole: one answer is about several drivers.
NOT_PARTS = ("driver",)

# The members of a dimension are pairs, 'A / B', of the members of two others. A transition is a pair itself, of bands.
CROSSED = {"segment_touchpoint": ("segment", "touchpoint"), "segment_transition": ("segment", "transition")}
BETWEEN = " / "

# Each period is the sum of those of the next finer grain that is reported.
CALENDAR = ("month", "quarter", "year", "all_time")
TRAILING = "trailing_90_days"

# Counts of people as of a day: a longer period shows the month in which it ends, not a sum.
STOCKS = (
    "customers", "annual_revenue", "clv", "projected_clv", "clv_unknown_customers", "clv_to_acquisition_cost",
    "projected_clv_to_acquisition_cost", "band_customers", "band_annual_revenue", "band_clv",
)  # fmt: skip

# By NPS band, 'segment / band', they add up to the figure of the segment; who is in none is a part as well.
SPLIT = {"band_customers": "customers", "band_annual_revenue": "annual_revenue", "band_clv": "clv"}

# Measured on those who were there when a period began: the stock as of the day before it, and no sum of periods.
BASES = {"churn_rate": "customers"}

# What the models of the drivers count: whoever answered about all drivers did so about those of the smaller set.
DRIVER_MODELS = {
    "all": "driver_model_all",
    "without_overall_satisfaction": "driver_model_without_overall_satisfaction",
}

# In the same period and for the same member, two figures stand on the same people, or nearly: neither may tell how many
# they are that the other hides. How many customers have no CLV tells of the CRM and of nobody in it: customers less
# those with a CLV may be computed, or every gap in the CRM would hide the value of all others.
PARTS = {
    "tickets": ("first_response_minutes",),
    "first_response_minutes": ("first_response_business_minutes",),
    "invitations": ("response_rate",),
    DRIVER_MODELS["without_overall_satisfaction"]: (DRIVER_MODELS["all"],),
    "sessions": ("conversion_rate", "bounce_rate"),
    "conversion_rate": ("bounce_rate",),
}

# Who answered in a segment again stands among all who answered in it. How many the others are is published nowhere.
AMONG = {"band_transitions": "nps"}

# Where one of them is hidden, so are those with nobody in them that stand beside it, in the same segment: while all
# transitions but one are known to be empty, whoever knows the promoters knows how many came by that one.
ENCLOSED = "band_transitions"

# Metrics that know of each other have to be looked at together; every other metric stands alone.
FAMILIES = {
    "tickets": "tickets",
    "first_response_minutes": "tickets",
    "first_response_business_minutes": "tickets",
    "invitations": "invitations",
    "response_rate": "invitations",
    **dict.fromkeys(("sessions", "conversion_rate", "bounce_rate"), "sessions"),
    **{one: whole for parts, whole in SPLIT.items() for one in (parts, whole)},
    "churn_rate": "customers",
    **{one: whole for parts, whole in AMONG.items() for one in (parts, whole)},
    **dict.fromkeys(DRIVER_MODELS.values(), "driver_models"),
}

# What a metric says of one theme is a metric of its own, 'comments / price': a comment mentions several, so that themes
# are no parts of anything and tell nothing of each other. But who mentions one is among all of those here, and who does
# not is a rest that nobody sees: no theme has more than there are.
THEMED = {"comments": "comments", "comment_nps": "nps"}

# Of a theme in the same period and segment, the second is told only where the first is: a hidden row shows nothing, and
# nearly the same people stand behind both.
FOLLOWING = {"comments": "comment_nps"}
