{#- Net sentiment of mentions in points, -100 to 100; NULL without a mention that says something good, bad or neither. -#}
{% macro net_sentiment(positive, negative, mentions) -%}
    100e0 * (({{ positive }}) - ({{ negative }})) / nullif({{ mentions }}, 0)
{%- endmacro %}

{#- Conversions in percent of the sessions; NULL without a session. Tools count events: there can be more than sessions. -#}
{% macro conversion_rate(conversions, sessions) -%}
    100e0 * ({{ conversions }}) / nullif({{ sessions }}, 0)
{%- endmacro %}

{#- Percent of the sessions that were not engaged; NULL without a session. -#}
{% macro bounce_rate(engaged_sessions, sessions) -%}
    100e0 * (({{ sessions }}) - ({{ engaged_sessions }})) / nullif({{ sessions }}, 0)
{%- endmacro %}
