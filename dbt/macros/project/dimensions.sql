{#- The passes over the responses: name -> its keys. Segment and touchpoint go together, and are taken apart afterwards:
    'segment', 'touchpoint' and 'all' are sums of it. -#}
{% macro response_passes() -%}
    {{ return({
        'segment_touchpoint': ['segment', 'touchpoint'],
        'channel': ['channel'],
        'country': ['country'],
        'persona': ['persona'],
        'account_owner': ['account_owner'],
        'survey': ['survey_id'],
        'unit': ['unit']
    }) }}
{%- endmacro %}

{#- Which responses a pass reads: of employees' surveys only what cannot point at a person. -#}
{% macro responses_of(pass) -%}
    {{ return({'unit': 'not is_customer', 'survey': 'true'}.get(pass, 'is_customer')) }}
{%- endmacro %}

{#- In dimension 'survey' a customer counts once in each survey, elsewhere once in all surveys of a kind. -#}
{% macro months_column(pass, metric) -%}
    {{ return(metric ~ ('_months_in_survey' if pass == 'survey' else '_months')) }}
{%- endmacro %}

{#- The dimensions that answers are reported by: name -> the pass that they are summed from and the member in it. -#}
{% macro answer_dimensions() -%}
    {%- set both = "member || ' / ' || touchpoint" -%}
    {%- set dimensions = [
        ('all', 'segment_touchpoint', "'all'"), ('all', 'unit', "'all'"), ('segment', 'segment_touchpoint', 'member'),
        ('touchpoint', 'segment_touchpoint', 'touchpoint'), ('segment_touchpoint', 'segment_touchpoint', both)
    ] -%}
    {%- for pass in ['channel', 'country', 'persona', 'account_owner', 'survey', 'unit'] -%}
        {%- do dimensions.append((pass, pass, 'member')) -%}
    {%- endfor -%}
    {{ return(dimensions) }}
{%- endmacro %}

{#- The member of a dimension that a row belongs to, where the row has a column of the dimension's name. -#}
{% macro member_of(dimension) -%}
    {{ {'all': "'all'", 'survey': 'survey_id'}.get(dimension, dimension) }}
{%- endmacro %}
