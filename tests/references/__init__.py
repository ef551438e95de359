"""The formulas of dbt/macros against published figures and against other people's programs. No run is made here."""
