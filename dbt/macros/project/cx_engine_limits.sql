{#- What the operator allows the engine: CX_MEMORY_LIMIT and CX_THREADS, when they are set. -#}
{% macro cx_engine_limits() -%}
    {{ return(adapter.dispatch('cx_engine_limits')()) }}
{%- endmacro %}

{% macro default__cx_engine_limits() -%}
{%- endmacro %}

{% macro duckdb__cx_engine_limits() -%}
    {%- set limits = [] -%}
    {%- for setting, variable in [('memory_limit', 'CX_MEMORY_LIMIT'), ('threads', 'CX_THREADS')] -%}
        {%- if env_var(variable, '') -%}
            {%- do limits.append("set " ~ setting ~ " = '" ~ env_var(variable) ~ "'") -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(limits | join('; ')) }}
{%- endmacro %}
