{#- Percent of the delivered invitations that were answered; NULL where none was delivered. -#}
{% macro response_rate(answered, delivered) -%}
    100e0 * {{ answered }} / nullif({{ delivered }}, 0)
{%- endmacro %}

{#- Percent of the delivered invitations that were opened; `delivered` are those of which it can be known. -#}
{% macro open_rate(opened, delivered) -%}
    100e0 * {{ opened }} / nullif({{ delivered }}, 0)
{%- endmacro %}

{#- How often an invited customer was invited; NULL where no customer is known. -#}
{% macro contact_frequency(invitations, customers) -%}
    1e0 * {{ invitations }} / nullif({{ customers }}, 0)
{%- endmacro %}
