{#- An amount in the reporting currency; without a currency it is in it already, without a rate it is NULL. Eight decimals
    are kept, so that sums do not depend on the order of their parts; money is rounded where it is published. -#}
{% macro converted_amount(amount, currency, reporting_currency, rate) -%}
    case
        when {{ currency }} is null or {{ currency }} = {{ reporting_currency }}
            then cast({{ amount }} as decimal(28, 8))
        else cast(cast({{ amount }} as double) * {{ rate }} as decimal(28, 8))
    end
{%- endmacro %}

{#- Whether an amount needs a rate that there is not. -#}
{% macro is_rate_missing(amount, currency, reporting_currency, rate) -%}
    coalesce({{ amount }} is not null and {{ currency }} <> {{ reporting_currency }} and {{ rate }} is null, false)
{%- endmacro %}

{#- Money as it is published. -#}
{% macro money(amount) -%}
    cast(round({{ amount }}, 2) as decimal(18, 2))
{%- endmacro %}
