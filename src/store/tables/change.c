/* The tables of change: the plan, its items, the schemes and what they do to the model.
 *
 * SPDX-License-Identifier: MIT */
#include "columns.h"

static const struct column plan_columns[] = {
    ID("Short id."),
    TEXT("title", REQ, "Name."),
    CHOICE("kind", REQ, "regulator's review|footprint plan|programme plan|recovery plan",
           "What kind of plan."),
    REF("body", 0, "body", "The body that owns it."),
    DATE("start", 0, "First day."),
    DATE("end", 0, "Last day."),
    SOURCE,
};
TABLE(plan, "change", "Plans: the answer to a review, a five-year plan.");

static const struct column theme_columns[] = {
    ID("Short id."),
    REF("plan", REQ, "plan", "The plan."),
    TEXT("title", REQ, "Name."),
    SOURCE,
};
TABLE(theme, "change", "Themes, objectives or workstreams that group a plan.");

static const struct column programme_columns[] = {
    ID("Short id."),
    REF("plan", REQ, "plan", "The plan."),
    REF("theme", 0, "theme", "The theme."),
    TEXT("ref", REQ, "Reference as printed, such as 17-B."),
    TEXT("title", REQ, "Name."),
    REF("sro", 0, "role", "Senior responsible owner."),
    TEXT("objective", 0, "What it is for."),
    SOURCE,
};
TABLE(programme, "change", "Change programmes and workstreams.");

static const struct column recommendation_columns[] = {
    ID("Short id."),
    REF("plan", REQ, "plan", "The plan that answers it."),
    REF("theme", 0, "theme", "The theme."),
    TEXT("ref", REQ, "Reference as printed, such as 2.1."),
    TEXT("title", REQ, "What is asked, in words of our own."),
    SOURCE,
};
TABLE(recommendation, "change", "What the regulator asks, or the plan sets itself.");

static const struct column action_columns[] = {
    ID("Short id."),
    REF("plan", REQ, "plan", "The plan."),
    REF("recommendation", 0, "recommendation", "What it answers."),
    REF("programme", 0, "programme", "The programme that does it."),
    REF("parent", 0, "action", "The action that it is part of."),
    TEXT("ref", REQ, "Reference as printed, such as 2.1.iv."),
    TEXT("title", REQ, "What is to be done."),
    CHOICE("stage", 0, STAGES, "Where the work stands. Empty: nobody has said."),
    INTEGER(
        "evidence_level", 0, 0, 4, NULL,
        "0 claimed, 1 document, 2 verified outside the team, 3 still working later, 4 outcome seen."),
    DUE_COLUMNS,
    REF("body", 0, "body", "The body that oversees it."),
    SOURCE,
};
TABLE(action, "change", "Numbered things to do.");

static const struct column action_lead_columns[] = {
    REF("action", KEY, "action", "The action."),
    REF("role", KEY, "role", "Who leads it."),
    YESNO("accountable", 0, "Whether this is the one accountable role."),
    SOURCE,
};
TABLE(action_lead, "change", "Who leads an action.");

static const struct column milestone_columns[] = {
    ID("Short id."),
    REF("programme", REQ, "programme", "The programme."),
    TEXT("ref", 0, "Number or letter in the plan."),
    TEXT("title", REQ, "The point that shows progress."),
    REF("lead", 0, "role",
        "Who answers for it. Empty: the programme's senior responsible owner does."),
    DUE_COLUMNS,
    DATE("early_on", 0,
         "With one chance in ten it is done by this day. Empty: not before the deadline."),
    DATE("late_on", 0, "With one chance in ten it is done after this day. Empty: by the deadline."),
    SOURCE,
};
TABLE(milestone, "change", "Dated points that show progress.");

static const struct column decision_columns[] = {
    ID("Short id."),
    REF("body", 0, "body", "Who decides."),
    REF("programme", 0, "programme", "The programme that waits for it."),
    TEXT("title", REQ, "What must be decided."),
    TEXT("due_text", 0, "When, as written."),
    DATE("due_to", 0, "The latest day that this can mean."),
    DATE("decided_on", 0, "The day it was decided."),
    TEXT("outcome", 0, "What was decided."),
    SOURCE,
};
TABLE(decision, "assurance", "Decisions that work waits for.");

static const struct column scheme_columns[] = {
    ID("Short id."),
    REF("programme", 0, "programme", "The programme that delivers it."),
    TEXT("title", REQ, "What changes."),
    REF("starts", 0, "milestone",
        "The milestone that it starts with: on its done_on or, until done, its due_to, as sure as "
        "early_on and late_on say."),
    DATE("starts_on", 0, "First day, where no milestone starts it."),
    NUMBER("ramp_months", INPUT, 0, 240, "months",
           "From the first day to the full effect. Empty: at once."),
    CHOICE("ramp", 0, "linear|s", "Shape of the way to the full effect. Empty: linear."),
    DATE("until", 0, "Last day of its effect. Empty: it stays."),
    SOURCE,
};
TABLE(scheme, "change", "Changes that act in the model.");

static const struct column effect_columns[] = {
    REF("scheme", KEY, "scheme", "The scheme."),
    CHOICE("on_table", KEY, "demand|stay|visit_need|route|capacity|unit_cost|setting",
           "The table whose numbers change."),
    TEXT(
        "on_rows", KEY,
        "Which rows: column=value conditions joined by ';', '|' between values, '*' for any text."),
    TEXT(
        "on_column", KEY,
        "Which number: rate_per_1000, mean_days, share, delay_mean_days, switch_after_days, away_mean_days, amount, amount_gbp, patience_days, overflow_after_days, first_per_day, last_per_day; of settings also discharge_from and discharge_to (hours), and discharge_days and admission_days as a number of weekdays: 7 is every day."),
    CHOICE("operation", REQ, "multiply|add|set",
           "What is done to it. Several schemes multiply, never add percentages."),
    NUMBER("low", INPUT, -1e12, 1e12, NULL,
           "The value in the cautious case: one chance in ten that it is worse. Empty: no worse "
           "than central."),
    NUMBER("central", REQ | INPUT, -1e12, 1e12, NULL,
           "The value expected at full effect: as likely better as worse."),
    NUMBER("high", INPUT, -1e12, 1e12, NULL,
           "The value in the hopeful case: one chance in ten that it is better. Empty: no better "
           "than central."),
    SOURCE,
};
TABLE(effect, "change", "What a scheme does to a number of the model.");

static const struct column uncertainty_columns[] = {
    CHOICE("on_table", KEY, "demand|stay|visit_need|route|capacity|unit_cost|setting",
           "The table whose numbers are not known exactly."),
    TEXT(
        "on_rows", KEY,
        "Which rows, as in effect.on_rows; they are wrong together, by the same factor or amount."),
    TEXT(
        "on_column", KEY,
        "Which number: a number as in effect.on_column, and growth_pct, sd_days, delay_sd_days, away_sd_days."),
    CHOICE("operation", REQ, "multiply|add", "Whether low and high are factors or amounts."),
    NUMBER("low", REQ | INPUT, -1e12, 1e12, NULL,
           "One chance in ten that the truth is this factor (amount) or less."),
    NUMBER("high", REQ | INPUT, -1e12, 1e12, NULL,
           "One chance in ten that it is this or more; 1 (or 0) lies between the two."),
    SOURCE,
};
TABLE(uncertainty, "care", "How well numbers of the model are known.");

static const struct column investment_columns[] = {
    REF("scheme", KEY, "scheme", "The scheme."),
    REF("organisation", KEY_OPTIONAL, "organisation", "Who pays."),
    YEAR("year", KEY, "Financial year."),
    YESNO("recurrent", 0, "Whether it is paid every year from then on."),
    GBP("amount_gbp", REQ | INPUT, "Amount."),
    SOURCE,
};
TABLE(investment, "change", "What a scheme costs.");

static const struct column scenario_columns[] = {
    ID("Short id: do-nothing, plan."),
    TEXT("title", REQ, "Name."),
    REF("base", 0, "scenario", "The scenario whose schemes it starts from."),
    NUMBER("delivery_pct", INPUT, 0, 200, "%",
           "Share of each effect that is delivered. Empty: 100."),
    SOURCE,
};
TABLE(scenario, "change", "Sets of schemes that are simulated together.");

static const struct column scenario_scheme_columns[] = {
    REF("scenario", KEY, "scenario", "The scenario."),
    REF("scheme", KEY, "scheme", "The scheme."),
    YESNO("included", REQ, "Whether the scheme is in; no takes out one that the base has."),
};
TABLE(scenario_scheme, "change", "Which schemes a scenario has.");

static const struct column dependency_columns[] = {
    ID("Short id."),
    REF("predecessor", 0, ITEMS,
        "What must end or start first. Empty: something outside the plan."),
    REF("successor", 0, ITEMS, "What waits for it. Empty: every programme."),
    CHOICE(
        "kind", REQ,
        "requires|enables|shared|shared effect|part of|counted elsewhere|threatened by|affects|uses|external|handed over",
        "How they hang together."),
    NUMBER("lag_days", 0, -3650, 3650, "days", "Days between the two."),
    TEXT("title", REQ, "What is needed."),
    SOURCE,
};
TABLE(dependency, "change", "What must come before what.");

static const struct column progress_columns[] = {
    REF("item", KEY, ITEMS, "The item."),
    DATE("reported_on", KEY, "The day of the report."),
    REF("by", 0, "role", "Who reports."),
    CHOICE("stage", 0, STAGES, "Where the work stands."),
    DATE("due_to", 0, "The deadline as it stands now."),
    TEXT("text", 0, "What is reported."),
    SOURCE,
};
TABLE(progress, "change", "Reports on items.");

static const struct column evidence_columns[] = {
    REF("item", KEY, ITEMS, "The item."),
    DATE("seen_on", KEY, "The day it was seen."),
    INTEGER(
        "level", KEY, 0, 4, NULL,
        "0 claimed, 1 document, 2 verified outside the team, 3 still working later, 4 outcome seen."),
    INTEGER("line", 0, 1, 3, NULL,
            "1 those who do the work, 2 those who oversee it, 3 independent of both."),
    TEXT("title", REQ, "What was seen."),
    TEXT("link", 0, "Where it can be found."),
    SOURCE,
};
TABLE(evidence, "change", "What shows that an item is done.");

static const struct column confidence_columns[] = {
    REF("item", KEY, ITEMS, "The item."),
    DATE("rated_on", KEY, "The day of the rating."),
    REF("by", KEY_OPTIONAL, "role", "Who rates."),
    CHOICE("scale", REQ, "three|five", "Three or five levels; never converted into each other."),
    CHOICE("level", REQ, "green|amber/green|amber|amber/red|red", "Delivery confidence."),
    TEXT("text", 0, "Why."),
    SOURCE,
};
TABLE(confidence, "change", "Delivery confidence: a judgement at one point in time.");

/* What an import reads into. */
#define IMPORTED "recommendation action milestone"

static const struct column import_columns[] = {
    ID("Short id."),
    REF("plan", REQ, "plan", "The plan that it was read into."),
    TEXT("file", REQ, "Name of the document."),
    TEXT("sha256", REQ, "SHA-256 of its bytes, so that it can be told from any other version."),
    DATE("imported_on", REQ, "The day it was read."),
    DATE("written_on", 0, "The day of the document, where it is known."),
};
TABLE(import, "change", "Documents that were read into a plan.");

static const struct column import_cell_columns[] = {
    REF("import", KEY, "import", "The import."),
    REF("item", KEY, IMPORTED, "The item."),
    TEXT("on_column", KEY, "The field: a column of the item's table, or lead, progress, outcome."),
    TEXT("place", REQ, "Where it stands in the document, such as table 1 row 3 column 7."),
    TEXT("text", 0, "The words there."),
    TEXT("value", 0, "What it was read as; where the package says otherwise, somebody changed it."),
};
TABLE(import_cell, "change", "Where in a document each field of an item was read, and its words.");

static const struct column review_columns[] = {
    REF("item", KEY, IMPORTED, "The item."),
    TEXT("on_column", KEY, "The field that is to be looked at."),
    REF("import", KEY, "import", "The import that was not certain of it."),
    TEXT("place", 0, "Where it stands in the document."),
    TEXT("found", 0, "The words there."),
    TEXT("reason", REQ, "What is doubtful."),
    DATE("settled_on", 0, "The day that somebody settled it. Empty: it is open."),
    REF("settled_by", 0, "role", "Who settled it."),
    TEXT("decision", 0, "What was decided."),
};
TABLE(review, "change", "Fields that an import was not certain of, until somebody settles them.");

static const struct column comparable_slip_columns[] = {
    TEXT("title", KEY, "Which plan, or group of plans."),
    INTEGER("n", REQ, 1, 1e6, "items", "How many items or plans the spread is of."),
    NUMBER("p20_days", 0, -3650, 36500, "days", "One in five slipped less."),
    NUMBER("p50_days", REQ, -3650, 36500, "days", "Half of them slipped less."),
    NUMBER("p80_days", 0, -3650, 36500, "days", "Four in five slipped less."),
    SOURCE,
};
TABLE(comparable_slip, "change",
      "How far items of comparable plans slipped, shown where this one's own "
      "slips are too few.");

static const struct column rag_scheme_columns[] = {
    TEXT("scheme", KEY, "Name of the scheme, such as the board that uses it."),
    INTEGER("step", KEY, 1, 1000, NULL,
            "Steps are tried in this order; the first that holds gives the colour."),
    TEXT("colour", REQ, "The colour, shown with its words."),
    TEXT("words", REQ, "What this board means by it."),
    TEXT("stage", 0,
         "Stages that it is for, with '|' between; '-' where nobody has said. Empty: any."),
    TEXT("schedule", 0, "done, on time, late, no date or stopped, with '|' between. Empty: any."),
    INTEGER("late_from_days", 0, -36500, 36500, "days",
            "Days past the current deadline, at least. Empty: any."),
    INTEGER("late_to_days", 0, -36500, 36500, "days", "Days past it, at most. Empty: any."),
    INTEGER("moved_from_days", 0, -36500, 36500, "days",
            "Days from the first deadline to the current one, at least. Empty: any."),
    CHOICE("confidence_scale", 0, "three|five", "The scale of the next column."),
    TEXT("confidence", 0, "Levels of delivery confidence, with '|' between. Empty: any."),
    INTEGER("evidence_from", 0, 0, 4, NULL, "Evidence, at least. Empty: any."),
    INTEGER("evidence_to", 0, 0, 4, NULL, "Evidence, at most. Empty: any."),
    SOURCE,
};
TABLE(rag_scheme, "change",
      "Schemes by which a colour is derived from stage, schedule, confidence and "
      "evidence; bodies differ, so they are data.");
