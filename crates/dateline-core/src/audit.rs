//! Audit checks: ids, severities, explanations.
