-- What is shown of a row adds up, and what is hidden shows nothing at all.
select *
from {{ ref('loyalty_gap') }}
where
    {% for name, bounds in [('satisfied', ''), ('bad_purchase', 'bad_purchase_')] -%}
        {%- set total = name ~ '_customers' -%}
        {%- set flag = 'is_suppressed' if name == 'satisfied' else 'is_bad_purchase_suppressed' -%}
        {{ bounds }}returned_customers + {{ bounds }}not_returned_customers <> {{ total }}
        or {{ bounds }}returned_customers < 0
        or {{ bounds }}not_returned_customers < 0
        or abs({{ bounds }}gap_share * {{ total }} - {{ bounds }}not_returned_customers) > 1e-9 * {{ total }}
        or {{ bounds }}gap_share < {{ bounds }}ci_lower - 1e-9
        or {{ bounds }}gap_share > {{ bounds }}ci_upper + 1e-9
        or {{ bounds }}ci_lower < 0
        or {{ bounds }}ci_upper > 1
        or {{ total }} between 1 and 4
        or ({{ total }} > 0) <> ({{ bounds }}gap_share is not null)
        or {{ flag }} <> ({{ total }} is null)
        or ({{ flag }} and coalesce(
            {{ bounds }}returned_customers, {{ bounds }}not_returned_customers, {{ bounds }}gap_share,
            {{ bounds }}ci_lower, {{ bounds }}ci_upper
        ) is not null)
        {% if not loop.last %}or{% endif %}
    {% endfor %}
