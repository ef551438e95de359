{#- A response counts exactly when nothing speaks against it. -#}
{% test uncounted_responses_have_exactly_one_reason(model) %}

select response_id
from {{ model }}
where is_counted is null or is_counted <> (exclusion_reason is null)

{% endtest %}
