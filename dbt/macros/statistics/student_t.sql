{#- Student's t distribution, and the paired test that needs it. -#}

{#- t of a paired comparison, from the sums of the differences and of their squares: mean over standard error. NULL where
    there are fewer than two pairs, or all of them moved alike: without spread there is nothing to judge a mean by. Sums of
    whole numbers are exact, so that no spread is exactly none. -#}
{% macro paired_t(change_sum, square_sum, pairs) -%}
    case
        when {{ pairs }} > 1 and {{ pairs }} * {{ square_sum }} > {{ change_sum }} * {{ change_sum }}
            then {{ change_sum }} * sqrt(
                ({{ pairs }} - 1e0) / ({{ pairs }} * {{ square_sum }} - {{ change_sum }} * {{ change_sum }})
            )
    end
{%- endmacro %}

{#- How likely a t as far from 0 as this one is, or farther, on either side: the regularised incomplete beta function at
    df / (df + t^2) with a = df / 2 and b = 1/2, by its continued fraction (M. Abramowitz, I. A. Stegun, "Handbook of
    Mathematical Functions", 1964, formulas 26.5.8 and 26.7.1). It converges fast on the near side of its mean only, so near
    0 the complement is computed. Both arguments are pasted hundreds of times: let them be columns. -#}
{% macro student_t_p_value(t, df) -%}
    {%- set a = '(' ~ df ~ ' / 2e0)' -%}
    {%- set far = '(' ~ df ~ ' / (' ~ df ~ ' + ' ~ t ~ ' * ' ~ t ~ '))' -%}
    {%- set near = '(' ~ t ~ ' * ' ~ t ~ ' / (' ~ df ~ ' + ' ~ t ~ ' * ' ~ t ~ '))' -%}
    case
        when {{ t }} * {{ t }} > 3e0 * {{ df }} / ({{ df }} + 2e0)
            then
                {{ student_t_factor(t, df) }} / {{ a }}
                / {{ incomplete_beta_fraction(far, a, '5e-1') }}
        else
            1e0 - {{ student_t_factor(t, df) }} * 2e0
            / {{ incomplete_beta_fraction(near, '5e-1', a) }}
    end
{%- endmacro %}

{#- x^a (1 - x)^b / B(a, b) for these x, a and b. -#}
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

{#- The denominator 1 + d1/(1 + d2/(1 + ...)) of the incomplete beta function, thirty pairs of levels deep. -#}
{% macro incomplete_beta_fraction(x, a, b) -%}
    {%- set nested = namespace(sql='1e0') -%}
    {%- for m in range(30, 0, -1) -%}
        {%- set k = m - 1 -%}
        {%- set even = m ~ 'e0 * (' ~ b ~ ' - ' ~ m ~ ') * ' ~ x ~ ' / ((' ~ a ~ ' + ' ~ (2 * m - 1) ~ ') * (' ~ a ~ ' + ' ~ (2 * m) ~ '))' -%}
        {%- set odd = '(' ~ a ~ ' + ' ~ k ~ ') * (' ~ a ~ ' + ' ~ b ~ ' + ' ~ k ~ ') * ' ~ x ~ ' / ((' ~ a ~ ' + ' ~ (2 * k) ~ ') * (' ~ a ~ ' + ' ~ (2 * k + 1) ~ '))' -%}
        {%- set nested.sql = '(1e0 - ' ~ odd ~ ' / (1e0 + ' ~ even ~ ' / ' ~ nested.sql ~ '))' -%}
    {%- endfor -%}
    {{ nested.sql }}
{%- endmacro %}
