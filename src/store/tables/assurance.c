/* The tables of money by year, measures, risk and assurance, and of runs of the model.
 *
 * SPDX-License-Identifier: MIT */
#include "columns.h"

static const struct column budget_columns[] = {
    REF("organisation", KEY_OPTIONAL, "organisation", "Whose money. Empty: the system's."),
    TEXT("line", KEY, "Name of the line."),
    YEAR("year", KEY, "Financial year."),
    CHOICE("kind", KEY, "income|spend|saving|pressure|transfer",
           "What kind of line; a do-nothing deficit is a pressure."),
    GBP("amount_gbp", REQ, "Amount, positive: the kind says what it does."),
    GBP("low_gbp", 0, "The amount in the cautious case."),
    GBP("high_gbp", 0, "The amount in the hopeful case."),
    YESNO("recurrent", 0, "Whether it comes again every year."),
    TEXT("part_of", 0,
         "The line, of the same organisation, year and kind, that this one is part of."),
    REF("programme", 0, "programme", "The programme that it belongs to."),
    REF("counterparty", 0, "organisation", "Who pays or receives on the other side."),
    CHOICE("confidence", 0, "green|amber|red", "How likely the amount is, as its owner rates it."),
    SOURCE,
};
TABLE(budget, "money", "Income, spending, pressures and savings by year.");

static const struct column price_index_columns[] = {
    YEAR("year", KEY, "Financial year."),
    NUMBER("pay_pct", 0, -50, 100, "%", "Rise of pay on the year before."),
    NUMBER("non_pay_pct", 0, -50, 100, "%", "Rise of other prices on the year before."),
    NUMBER("tariff_pct", 0, -50, 100, "%", "Rise of the tariff on the year before."),
    SOURCE,
};
TABLE(price_index, "money", "How prices rise.");

static const struct column peer_group_columns[] = {
    ID("Short id, such as counties."),
    TEXT("title", REQ, "Name, as it reads after 'above': the other counties."),
    SOURCE,
};
TABLE(peer_group, "measures",
      "Groups of places that measures can be compared with: similar places, a region.");

static const struct column peer_columns[] = {
    REF("peer_group", KEY, "peer_group", "The group."),
    REF("place", KEY, "place organisation",
        "A place in it. A place is never compared with itself: it may be in its own group."),
    SOURCE,
};
TABLE(peer, "measures", "Who is in a group of places.");

static const struct column measure_columns[] = {
    ID("Short id, such as dtoc-total."),
    TEXT("title", REQ, "Name."),
    TEXT("definition", 0, "What is counted."),
    TEXT("unit", REQ, "Unit of the value, such as % or people delayed a day per 100,000 adults."),
    CHOICE("direction", REQ, "lower|higher|neutral", "Which way is better."),
    NUMBER("per", 0, 0, 1e9, NULL, "The value is numerator / denominator × per. Empty: 1."),
    CHOICE("frequency", REQ, "day|week|month|quarter|year", "Length of a period."),
    REF("part_of", 0, "measure", "The measure that counts these and others."),
    CHOICE("rules", 0, "ptd|mdc", "Rule set of its control chart. Empty: ptd."),
    REF("comparator", 0, "place organisation peer_group",
        "What it is compared with: a place, an area (without numbers of its own: the places in it) "
        "or a group. Empty: the system's comparator."),
    TEXT("model_output", 0,
         "The output of the simulation that forecasts it, such as delayed_per_100000."),
    REF("model_subject", 0, "setting organisation place system", "The subject of that output."),
    SOURCE,
};
TABLE(measure, "measures", "Indicators.");

static const struct column observation_columns[] = {
    REF("measure", KEY, "measure", "The measure."),
    REF("place", KEY, "place organisation", "The area or organisation observed."),
    DATE("period_start", KEY, "First day of the period."),
    NUMBER("numerator", 0, -1e15, 1e15, NULL, "What was counted."),
    NUMBER("denominator", 0, 0, 1e15, NULL, "Out of what."),
    NUMBER("value", 0, -1e15, 1e15, NULL, "The value, in the measure's unit. Empty: missing."),
    CHOICE("status", 0, "provisional|final|revised", "How firm it is."),
    SOURCE,
};
TABLE(observation, "measures", "What was observed.");

static const struct column target_columns[] = {
    REF("measure", KEY, "measure", "The measure."),
    REF("place", KEY, "place organisation", "For whom."),
    DATE("due", KEY, "The day by which it should be met."),
    REF("programme", KEY_OPTIONAL, "programme", "The programme that set it."),
    NUMBER("value", 0, -1e15, 1e15, NULL,
           "The target, in the measure's unit. Empty where none is agreed."),
    TEXT("value_text", 0, "The target as it is written in the plan, where that is not the number."),
    NUMBER("change_pct", 0, -1e6, 1e6, "%",
           "The change from the baseline that the plan states; a fall is negative."),
    NUMBER("baseline", 0, -1e15, 1e15, NULL, "Where it starts from."),
    DATE("baseline_on", 0, "When that was."),
    SOURCE,
};
TABLE(target, "measures", "Targets, and trajectories as several of them.");

static const struct column annotation_columns[] = {
    REF("measure", KEY, "measure", "The measure."),
    REF("place", KEY_OPTIONAL, "place organisation", "For whom. Empty: everybody."),
    DATE("from_date", KEY, "The day."),
    CHOICE("kind", REQ, "rebase|event",
           "rebase: new process limits from that day; event: a note on the chart."),
    TEXT("title", REQ, "What happened."),
    SOURCE,
};
TABLE(annotation, "measures", "What happened to a measure, and where its limits start anew.");

static const struct column drives_columns[] = {
    REF("item", KEY, ITEMS, "The item."),
    REF("measure", KEY, "measure", "The measure that it should move."),
    NUMBER("lag_months", 0, 0, 240, "months", "Months until the effect can be expected."),
    SOURCE,
};
TABLE(drives, "measures", "Which item should move which measure.");

static const struct column risk_columns[] = {
    ID("Short id."),
    REF("body", 0, "body", "The body that watches it."),
    REF("programme", 0, "programme", "The programme."),
    TEXT("title", REQ, "Cause, event, effect."),
    REF("owner", 0, "role", "Who owns it."),
    CHOICE("response", 0, "tolerate|treat|transfer|terminate", "What is done about it."),
    TEXT("rating_text", 0, "The rating as written, where likelihood and impact are not given."),
    TEXT("proximity", 0, "When it would strike."),
    DATE("review_by", 0, "The day by which it is to be scored again."),
    SOURCE,
};
TABLE(risk, "assurance", "Risks.");

static const struct column risk_score_columns[] = {
    REF("risk", KEY, "risk", "The risk."),
    DATE("scored_on", KEY, "The day of the score."),
    CHOICE("state", KEY, "inherent|current|target", "Before controls, now, or aimed at."),
    REF("by", 0, "role", "Who scored."),
    INTEGER("likelihood", REQ, 1, 5, NULL, "1 rare to 5 almost certain."),
    INTEGER("impact", REQ, 1, 5, NULL, "1 insignificant to 5 catastrophic."),
    SOURCE,
};
TABLE(risk_score, "assurance", "Scores of risks over time.");

static const struct column risk_band_columns[] = {
    TEXT("level", KEY, "Name of the band."),
    INTEGER("from_score", REQ, 1, 25, NULL, "Lowest score."),
    INTEGER("to_score", REQ, 1, 25, NULL, "Highest score."),
    TEXT("colour", REQ, "Colour shown."),
    TEXT("appetite", 0, "What the board does with such a risk."),
    SOURCE,
};
TABLE(risk_band, "assurance",
      "Which scores count as low, medium, high; bodies differ, so it is data.");

static const struct column mitigation_columns[] = {
    ID("Short id."),
    REF("risk", REQ, "risk", "The risk."),
    REF("action", 0, "action", "The action that mitigates it."),
    TEXT("title", REQ, "What is done."),
    SOURCE,
};
TABLE(mitigation, "assurance", "What is done about a risk.");

static const struct column meeting_columns[] = {
    ID("Short id."),
    REF("body", REQ, "body", "Who meets."),
    DATE("held_on", REQ, "The day."),
    TEXT("venue", 0, "Where."),
    SOURCE,
};
TABLE(meeting, "assurance", "Meetings.");

static const struct column paper_columns[] = {
    ID("Short id."),
    REF("meeting", REQ, "meeting", "The meeting."),
    TEXT("title", REQ, "Title."),
    CHOICE("purpose", REQ, "decision|assurance|information", "What the body is asked for."),
    TEXT("file", 0, "Where it can be found."),
    SOURCE,
};
TABLE(paper, "assurance", "Papers that a body read.");

static const struct column engagement_columns[] = {
    ID("Short id."),
    REF("programme", 0, "programme", "The programme. Empty: all of them."),
    TEXT("when_text", 0, "When, as written."),
    DATE("held_on", 0, "The day."),
    TEXT("who", REQ, "Who was heard."),
    TEXT("title", REQ, "What was done."),
    TEXT("heard", 0, "What was heard."),
    TEXT("changed", 0, "What it changed."),
    SOURCE,
};
TABLE(engagement, "assurance", "Who was heard, and what it changed.");

static const struct column waiver_columns[] = {
    TEXT("rule", KEY, "The rule of `weft check`, such as D05."),
    TEXT("item", KEY, "The row, by its id or key."),
    REF("by", 0, "role", "Who waives it."),
    TEXT("reason", REQ, "Why."),
    DATE("until", REQ, "Last day of the waiver."),
};
TABLE(waiver, "assurance", "Findings that somebody has accepted, and until when.");

static const struct column run_columns[] = {
    ID("Short id."),
    REF("scenario", REQ, "scenario", "The scenario."),
    INTEGER("seed", REQ, 0, 9007199254740991.0, NULL, "Seed."),
    INTEGER("replications", REQ, 1, 1e9, NULL, "Replications."),
    TEXT("started", REQ, "When it started, UTC: 2018-09-30T08:15:00Z."),
    DATE(
        "as_at", 0,
        "The day as known on which milestones were forecast. Empty: they come when the plan says."),
    NUMBER("seconds", 0, 0, 1e9, "seconds", "How long it took."),
    TEXT("engine", 0, "Version of the engine."),
    TEXT("inputs", 0, "Hash of the tables that it read."),
};
TABLE(run, "runs", "Runs of the model.");

static const struct column result_columns[] = {
    REF("run", KEY, "run", "The run."),
    TEXT("output", KEY, "What is reported, such as occupancy."),
    TEXT("subject", KEY, "A setting, organisation, place or the system."),
    TEXT("period", KEY, "A month, 2018-04, or a financial year, 2018/19."),
    NUMBER("mean", 0, -1e15, 1e15, NULL, "Mean over the replications."),
    NUMBER("sd", 0, 0, 1e15, NULL, "Standard deviation over the replications."),
    NUMBER("p10", 0, -1e15, 1e15, NULL, "One replication in ten is lower."),
    NUMBER("p50", 0, -1e15, 1e15, NULL, "Median."),
    NUMBER("p90", 0, -1e15, 1e15, NULL, "One replication in ten is higher."),
    TEXT("futures", 0,
         "The value of each replication in turn, between blanks ('-': none), so that two scenarios "
         "can be compared future by future; of years only."),
};
TABLE(result, "runs", "Results of runs.");
