-- Every answer is a promoter's, a passive's or a detractor's (a satisfied one or another), and only one of them.
select *
from {{ ref('int_answers_summed') }}
where positives + neutrals + negatives <> answers
