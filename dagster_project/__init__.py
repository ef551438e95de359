"""CX Metrics: survey exports, CRM data and support tickets in, a scorecard out."""
