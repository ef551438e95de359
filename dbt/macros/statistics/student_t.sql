{#- Student's t distribution, and the paired test that needs it. -#}

{#- t of a paired comparison, from the sums of the differences and of their squares: mean over standard error. NULL where
    there are fewer than two pairs, or all of them moved alike: without spread there is nothing to judge a mean by. Sums of
    whole numbers are exact, so that no spread is exactly none. -#}
{% macro paired_t(change_sum, square_sum, pairs) -%}
    case
        when ({{ pairs }}) > 1 and ({{ pairs }}) * ({{ square_sum }}) > ({{ change_sum }}) * ({{ change_sum }})
            then ({{ change_sum }}) * sqrt(
                (({{ pairs }}) - 1e0)
                / (({{ pairs }}) * ({{ square_sum }}) - ({{ change_sum }}) * ({{ change_sum }}))
            )
    end
{%- endmacro %}

{#- How likely a t as far from 0 as this one is, or farther, on either side: the regularised incomplete beta function at
    x = df / (df + t^2) with a = df / 2 and b = 1/2, by its continued fraction (M. Abramowitz, I. A. Stegun, "Handbook of
    Mathematical Functions", 1964, formulas 26.5.8 and 26.7.1). It converges fast on the near side of its mean only, so near
    0 the complement is computed: the same with 1 - x, b and a. The fraction is 48 levels deep, deeper than parsers like.
    So everything that it takes is to be a column: `side` are the names of those of x, a and b, and `tail` that of the
    fraction's inner half. -#}
{% macro student_t_p_value(t, df, side, tail) -%}
    case when {{ student_t_is_far(t, df) }} then 0e0 else 1e0 end
    + case when {{ student_t_is_far(t, df) }} then 1e0 else -1e0 end
    * {{ student_t_factor(t, df) }} / {{ side[1] }} / (1e0 + {{ incomplete_beta_part(side, 1, 12, tail) }})
{%- endmacro %}

{% macro student_t_tail(side) -%}
    {{ incomplete_beta_part(side, 13, 24) }}
{%- endmacro %}

{% macro student_t_x(t, df) -%}
    case when {{ student_t_is_far(t, df) }} then {{ df }} else {{ t }} * {{ t }} end / ({{ df }} + {{ t }} * {{ t }})
{%- endmacro %}

{% macro student_t_a(t, df) -%}
    case when {{ student_t_is_far(t, df) }} then {{ df }} / 2e0 else 5e-1 end
{%- endmacro %}

{% macro student_t_b(t, df) -%}
    case when {{ student_t_is_far(t, df) }} then 5e-1 else {{ df }} / 2e0 end
{%- endmacro %}

{% macro student_t_is_far(t, df) -%}
    {{ t }} * {{ t }} > 3e0 * {{ df }} / ({{ df }} + 2e0)
{%- endmacro %}

{#- x^a (1 - x)^b / B(a, b), the same from either side. -#}
{% macro student_t_factor(t, df) -%}
    {{ gamma_ratio('(' ~ df ~ ' / 2e0)') }} / 1.772453850905516e0
    * exp(-({{ df }} / 2e0) * ln(1e0 + {{ t }} * {{ t }} / {{ df }}))
    * abs({{ t }}) / sqrt({{ df }} + {{ t }} * {{ t }})
{%- endmacro %}

{#- Gamma(a + 1/2) / Gamma(a) for a of 1/2 and more: its asymptotic series at a + 12, where the first term left out is below
    1e-15, and back by the recurrence. -#}
{% macro gamma_ratio(a) -%}
    {%- for step in range(12) -%}
        ({{ a }} + {{ step }}e0) / ({{ a }} + {{ step }}.5e0) *{{ ' ' }}
    {%- endfor -%}
    sqrt({{ a }} + 12e0) * {{ polynomial([
        '39325e0 / 33554432e0', '869e0 / 4194304e0', '-399e0 / 262144e0', '-21e0 / 32768e0', '5e0 / 1024e0', '1e0 / 128e0',
        '-1e0 / 8e0', '1e0'
    ], '(1e0 / (' ~ a ~ ' + 12e0))') }}
{%- endmacro %}

{#- d/(1 + d'/(1 + ...)) of the denominator 1 + d1/(1 + d2/(1 + ...)) of the incomplete beta function, from the first pair of
    levels to the last. `tail` is what follows, and nothing where that is left out. Two levels at a time, as the even part of
    the fraction: d1/(1 + d2 - d2 d3/(1 + d3 + d4 - d4 d5/(...))) is nested half as deep. -#}
{% macro incomplete_beta_part(side, first, last, tail=none) -%}
    {%- set nested = namespace(sql=none) -%}
    {%- for m in range(last, first - 1, -1) -%}
        {%- set even = incomplete_beta_level(side, 2 * m) -%}
        {%- set odd = '' if m == first else ' + ' ~ incomplete_beta_level(side, 2 * m - 1) -%}
        {%- if nested.sql -%}
            {%- set rest = ' - ' ~ even ~ ' * ' ~ incomplete_beta_level(side, 2 * m + 1) ~ ' / ' ~ nested.sql -%}
        {%- else -%}
            {%- set rest = ' - ' ~ even ~ ' * ' ~ tail ~ ' / (1e0 + ' ~ tail ~ ')' if tail else '' -%}
        {%- endif -%}
        {%- set nested.sql = '(1e0' ~ odd ~ ' + ' ~ even ~ rest ~ ')' -%}
    {%- endfor -%}
    {{ incomplete_beta_level(side, 2 * first - 1) }} / {{ nested.sql }}
{%- endmacro %}

{#- The n-th of the d. -#}
{% macro incomplete_beta_level(side, n) -%}
    {%- set x, a, b = side -%}
    {%- set m = n // 2 -%}
    {%- set below = '((' ~ a ~ ' + ' ~ (n - 1) ~ ') * (' ~ a ~ ' + ' ~ n ~ '))' -%}
    {%- if n % 2 -%}
        (-({{ a }} + {{ m }}) * ({{ a }} + {{ b }} + {{ m }}) * {{ x }} / {{ below }})
    {%- else -%}
        ({{ m }}e0 * ({{ b }} - {{ m }}) * {{ x }} / {{ below }})
    {%- endif -%}
{%- endmacro %}
