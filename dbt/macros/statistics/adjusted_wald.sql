{#- Interval of a net score (Rocks 2016, adjusted Wald): three quarters of an answer are added to the promoters and to
    the detractors, three answers in all. Everything on the scale -1..1; the interval has its own centre; NULL without
    an answer. In a weighted interval the effective count stands for the answers, shares of it for the two groups. -#}
{% macro adjusted_wald_centre(promoters, detractors, answers) -%}
    (({{ promoters }}) - ({{ detractors }})) / (nullif({{ answers }}, 0) + 3e0)
{%- endmacro %}

{#- `population` is the declared size of a finite population, or NULL; it narrows the interval of more than one answer
    as long as there are not more answers than people. -#}
{% macro adjusted_wald_standard_error(promoters, detractors, answers, population='null') -%}
    sqrt(
        (
            (({{ promoters }}) + ({{ detractors }}) + 1.5e0) / (nullif({{ answers }}, 0) + 3e0)
            - {{ adjusted_wald_centre(promoters, detractors, answers) }}
            * {{ adjusted_wald_centre(promoters, detractors, answers) }}
        ) / (nullif({{ answers }}, 0) + 3e0)
    ) * case
        when ({{ answers }}) > 1 and ({{ answers }}) <= ({{ population }})
            then sqrt((({{ population }}) - ({{ answers }})) / (({{ population }}) - 1e0))
        else 1e0
    end
{%- endmacro %}

{% macro adjusted_wald_half_width(promoters, detractors, answers, population='null') -%}
    {{ var('confidence_z') }}e0 * {{ adjusted_wald_standard_error(promoters, detractors, answers, population) }}
{%- endmacro %}
