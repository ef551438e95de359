{#- Interval of a net score (Rocks 2016, adjusted Wald): three quarters of an answer are added to the promoters and to the
    detractors, three answers in all. Everything on the scale -1..1; the interval has its own centre. -#}
{% macro adjusted_wald_centre(promoters, detractors, answers) -%}
    ({{ promoters }} - {{ detractors }}) / ({{ answers }} + 3e0)
{%- endmacro %}

{#- `population` is the declared size of a finite population, or NULL; it narrows the interval where 1 < answers <= it. -#}
{% macro adjusted_wald_standard_error(promoters, detractors, answers, population) -%}
    sqrt(
        (
            ({{ promoters }} + {{ detractors }} + 1.5e0) / ({{ answers }} + 3e0)
            - {{ adjusted_wald_centre(promoters, detractors, answers) }}
            * {{ adjusted_wald_centre(promoters, detractors, answers) }}
        ) / ({{ answers }} + 3e0)
    ) * case
        when {{ answers }} > 1 and {{ answers }} <= {{ population }}
            then sqrt(({{ population }} - {{ answers }}) / ({{ population }} - 1e0))
        else 1e0
    end
{%- endmacro %}

{% macro adjusted_wald_half_width(promoters, detractors, answers, population) -%}
    {{ var('confidence_z') }}e0 * {{ adjusted_wald_standard_error(promoters, detractors, answers, population) }}
{%- endmacro %}
