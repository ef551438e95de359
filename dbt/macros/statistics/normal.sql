{#- The standard normal distribution. `z` is pasted dozens of times: let it be a column. -#}

{% macro normal_cdf(z) -%}
    case
        when ({{ z }}) > 0 then 1e0 - {{ normal_tail(z) }}
        else {{ normal_tail(z) }}
    end
{%- endmacro %}

{#- How likely a value as far from 0 as z is, or farther, on either side. -#}
{% macro two_sided_p_value(z) -%}
    2e0 * {{ normal_tail(z) }}
{%- endmacro %}

{#- The probability beyond |z| on one side, to a relative accuracy of 1e-12 as far as a double reaches (|z| < 37): as
    one minus the rest it would be noise from |z| = 8 on. Below 4 it is rational function no. 5666 of J. F. Hart et al.,
    "Computer Approximations", Wiley 1968, which G. West recommends ("Better Approximations to Cumulative Normal
    Functions", Wilmott Magazine, May 2005). From 4 on its relative error grows, and Laplace's continued fraction takes
    over (M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 1964, formula 26.2.14). -#}
{% macro normal_tail(z) -%}
    {%- set distance = 'abs(' ~ z ~ ')' -%}
    {%- set above = [
        '3.526249659989109e-2', '7.003830644436881e-1', '6.373962203531650e0', '3.391286607838300e1',
        '1.120792914978709e2', '2.212135961699311e2', '2.202068679123761e2'
    ] -%}
    {%- set below = [
        '8.838834764831844e-2', '1.755667163182642e0', '1.606417757920695e1', '8.678073220294608e1',
        '2.965642487796737e2', '6.373336333788311e2', '7.938265125199484e2', '4.404137358247522e2'
    ] -%}
    exp(-{{ distance }} * {{ distance }} / 2e0) * case
        when {{ distance }} < 4
            then {{ polynomial(above, distance) }} / {{ polynomial(below, distance) }}
        else 3.989422804014327e-1 / {{ normal_tail_fraction(distance) }}
    end
{%- endmacro %}

{#- The value at x of the polynomial with these coefficients, the one of the highest power first. -#}
{% macro polynomial(coefficients, x) -%}
    {%- set nested = namespace(sql=coefficients[0]) -%}
    {%- for coefficient in coefficients[1:] -%}
        {%- set nested.sql = '(' ~ nested.sql ~ ' * ' ~ x ~ ' + ' ~ coefficient ~ ')' -%}
    {%- endfor -%}
    {{ nested.sql }}
{%- endmacro %}

{#- x + 1/(x + 2/(x + 3/(x + ...))), twenty levels deep: enough for 13 digits at 4, and more beyond. -#}
{% macro normal_tail_fraction(x) -%}
    {%- set nested = namespace(sql=x) -%}
    {%- for level in range(20, 0, -1) -%}
        {%- set nested.sql = '(' ~ x ~ ' + ' ~ level ~ 'e0 / ' ~ nested.sql ~ ')' -%}
    {%- endfor -%}
    {{ nested.sql }}
{%- endmacro %}
