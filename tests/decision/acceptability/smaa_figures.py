"""Figures of a published SMAA analysis, typed in from its sources."""

from __future__ import annotations

# Deep vein thrombosis after trauma, heparin against enoxaparin: events among patients as in Lynd
# and O'Brien (2004), Journal of Clinical Epidemiology 57; distributions and linear partial values
# as in the example "Thrombolytics - single study B/R analysis" of drugis' MCDA elicitation web
# application: Beta(events, patients - events), best and worst proportion of each criterion.
THROMBOLYTICS = {
    "heparin": ((20, 116), (40, 96), (1, 135)),
    "enoxaparin": ((8, 121), (32, 97), (5, 124)),
}
THROMBOLYTICS_RANGES = ((0.0, 0.25), (0.15, 0.4), (0.0, 0.1))
# What the R package smaa 0.3 (van Valkenhoef 2023) prints for it in its examples.
THROMBOLYTICS_FIRST = (0.3504, 0.6496)
THROMBOLYTICS_CENTRAL = (
    (0.1865097, 0.2772205, 0.5362698),
    (0.4073100, 0.3641477, 0.2285423),
)
THROMBOLYTICS_CONFIDENCE = (0.6682, 0.8956)
THROMBOLYTICS_ENTROPY = 0.9344248
THROMBOLYTICS_FIXED = ((0.5, 0.2, 0.3), (0.1279, 0.8721))
