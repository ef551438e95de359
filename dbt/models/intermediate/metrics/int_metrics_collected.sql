{#- Who feeds a figure, and what it gives beyond its value. -#}
{%- set feeders = {
    'int_survey_metrics_estimated': [
        'ci_lower', 'ci_upper', 'margin_of_error', 'weighted_value', 'weighted_ci_lower', 'weighted_ci_upper',
        'effective_count', 'mean_score', 'negatives'
    ],
    'int_customers_summed': ['median_score'],
    'int_churn_estimated': ['ci_lower', 'ci_upper'],
    'int_tickets_summed': ['mean_score', 'median_score', 'p90_score', 'within_target_share', 'unanswered_count'],
    'int_invitations_estimated': ['ci_lower', 'ci_upper'],
    'int_bands_summed': [],
    'int_loyalty_summed': ['ci_lower', 'ci_upper'],
    'int_transitions_summed': [],
    'int_drivers_estimated': ['mean_score'],
    'int_themes_summed': ['mean_score', 'own_minimum_group_size'],
    'int_queries_summed': [],
    'int_reach_estimated': ['ci_lower', 'ci_upper', 'margin_of_error', 'negatives']
} -%}
{%- set figures = [
    'ci_lower', 'ci_upper', 'margin_of_error', 'weighted_value', 'weighted_ci_lower', 'weighted_ci_upper',
    'effective_count', 'mean_score', 'median_score', 'p90_score', 'within_target_share', 'unanswered_count', 'negatives',
    'own_minimum_group_size'
] -%}
{%- set missing = {
    'unanswered_count': 'cast(null as bigint)', 'own_minimum_group_size': 'cast(null as integer)',
    'others': 'cast(null as double)'
} -%}
{% for model, given in feeders.items() -%}
    select
        metric,
        survey_kind,
        period_grain,
        dimension,
        member,
        respondent_count,
        numerator,
        denominator,
        value,
        {% for figure in figures -%}
            {{ figure if figure in given else missing[figure] or missing['others'] }} as {{ figure }},
        {% endfor -%}
        period_start,
        period_end
    from {{ ref(model) }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
