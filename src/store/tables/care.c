/* The tables of care: settings, demand, stays, routes, and what they cost and need.
 *
 * SPDX-License-Identifier: MIT */
#include "columns.h"

static const struct column setting_columns[] = {
    ID("Short id, such as acute-heft."),
    TEXT("title", REQ, "Name."),
    TEXT("family", REQ,
         "Settings with the same family are added up: acute beds, community beds, home care."),
    CHOICE("kind", REQ, "places|visits|open",
           "places: one person, one place; visits: a daily budget of visits; open: never full."),
    TEXT("unit", 0, "What a place is called: bed, cubicle, package, visit."),
    REF("organisation", 0, "organisation", "Who runs it."),
    REF("place", 0, "place", "The area it serves most."),
    NUMBER("target_occupancy", INPUT, 0.01, 1, "share",
           "Share of places that should be in use at most, such as 0.92."),
    NUMBER(
        "standard_hours", 0, 0.1, 1000, "hours",
        "Hours within which a person should have left, such as 4 in A&E. Empty: no such standard."),
    TEXT("discharge_days", BENDS,
         "Weekdays on which people leave: mon tue wed thu fri sat sun. Empty: every day."),
    INTEGER("discharge_from", BENDS, 0, 23, "hour",
            "First hour of the day at which people leave. Empty: any hour."),
    INTEGER("discharge_to", BENDS, 1, 24, "hour",
            "The hour before which people leave. Empty: any hour."),
    TEXT(
        "admission_days", BENDS,
        "Weekdays on which people are taken in: for visits the days of first visits. On others they wait. Empty: every day."),
    CHOICE("queue", 0, "first come|priority", "Who is served first. Empty: first come."),
    NUMBER(
        "patience_days", INPUT, 0.001, 3650, "days",
        "Mean time after which people who wait for it give up (exponential). Empty: nobody does."),
    REF("give_up_to", 0, "setting", "Where they go then. Empty: they leave the system."),
    REF("overflow_to", 0, "setting",
        "Who finds this setting full goes there: at once if there is room, or after overflow_after_days. Empty: everybody waits."),
    NUMBER(
        "overflow_after_days", INPUT, 0, 3650, "days",
        "How long people wait before they go to overflow_to, whether there is room or not. Empty: they go at once if there is room."),
    SOURCE,
};
TABLE(setting, "care", "Where care happens: wards, community beds, home care, care homes, A&E.");

static const struct column capacity_columns[] = {
    REF("setting", KEY, "setting", "The setting."),
    DATE("from_date", KEY, "First day of this capacity; it holds until the next row's day."),
    TEXT("weekdays", KEY_OPTIONAL,
         "Weekdays it holds on: mon tue wed thu fri sat sun. Empty: every day."),
    INTEGER("hour_from", KEY_OPTIONAL, 0, 23, "hour",
            "First hour of the day. Empty: the whole day."),
    INTEGER("hour_to", 0, 1, 24, "hour", "The hour before which it ends. Empty: the whole day."),
    NUMBER("amount", REQ | INPUT, 0, 1e9, "places, or visits a day", "How many."),
    SOURCE,
};
TABLE(capacity, "care", "How many places, or visits a day, a setting has from a date on.");

static const struct column profile_columns[] = {
    ID("Short id."),
    TEXT("title", REQ, "What it describes."),
    CHOICE("kind", REQ, "month|weekday|hour", "What its slots are."),
    SOURCE,
};
TABLE(profile, "care", "Ups and downs over the year, the week or the day.");

static const struct column profile_slot_columns[] = {
    REF("profile", KEY, "profile", "The profile."),
    INTEGER("slot", KEY, 0, 23, NULL, "Month 1 to 12, weekday 1 (Monday) to 7, or hour 0 to 23."),
    NUMBER("factor", REQ | INPUT, 0, 1000, "times the mean",
           "Times the mean; rescaled so that the mean is 1."),
    SOURCE,
};
TABLE(profile_slot, "care", "One factor of a profile.");

static const struct column demand_columns[] = {
    ID("Short id."),
    REF("setting", REQ, "setting", "Where people arrive from outside."),
    REF("place", REQ, "place", "Where they live."),
    AGE_FROM(REQ),
    AGE_TO,
    NUMBER("rate_per_1000", REQ | INPUT, 0, 1e6, "arrivals a year per 1,000 people",
           "Arrivals a year per 1,000 people of the place and age band, in the first year."),
    NUMBER("growth_pct", INPUT, -50, 100, "% a year",
           "Growth beyond that of the population. Empty: none."),
    REF("months", 0, "profile", "Season."),
    REF("weekdays", 0, "profile", "Pattern over the week."),
    REF("hours", 0, "profile", "Pattern over the day."),
    INTEGER("priority", 0, 0, 9, NULL, "0 is served first. Empty: 5."),
    SOURCE,
};
TABLE(demand, "care", "People who arrive from outside.");

static const struct column stay_columns[] = {
    REF("setting", KEY, "setting", "The setting."),
    AGE_FROM(KEY),
    AGE_TO,
    CHOICE("distribution", REQ, "exponential|lognormal|gamma|weibull|fixed|empirical|mixture",
           "Shape of the length of stay; empirical takes the rows of stay_sample, mixture those of "
           "stay_part."),
    NUMBER("mean_days", INPUT, 0, 36500, "days", "Mean length of stay, before truncation."),
    NUMBER("sd_days", INPUT, 0, 36500, "days",
           "Standard deviation, where the distribution needs one."),
    NUMBER("min_days", 0, 0, 36500, "days", "No stay is shorter."),
    NUMBER("max_days", 0, 0, 36500, "days", "No stay is longer."),
    SOURCE,
};
TABLE(stay, "care", "How long people stay, not counting delays.");

static const struct column stay_part_columns[] = {
    REF("setting", KEY, "setting", "The setting."),
    AGE_FROM(KEY),
    AGE_TO,
    INTEGER("part", KEY, 1, 20, NULL, "1, 2, ..."),
    NUMBER("weight", REQ | INPUT, 0, 1e9, NULL, "Share of stays of this part, beside the others."),
    CHOICE("distribution", REQ, "exponential|lognormal|gamma|weibull|fixed", "Its shape."),
    NUMBER("mean_days", REQ | INPUT, 0, 36500, "days",
           "Mean length, before truncation by min_days and max_days of stay."),
    NUMBER("sd_days", INPUT, 0, 36500, "days",
           "Standard deviation, where the distribution needs one."),
    SOURCE,
};
TABLE(stay_part, "care",
      "Parts of lengths of stay that are a mixture: short stays and long ones, say.");

static const struct column stay_sample_columns[] = {
    REF("setting", KEY, "setting", "The setting."),
    AGE_FROM(KEY),
    AGE_TO,
    NUMBER("days", KEY | INPUT, 0, 36500, "days", "A length of stay."),
    NUMBER("weight", 0, 0, 1e12, NULL, "How often it was seen. Empty: 1."),
    SOURCE,
};
TABLE(stay_sample, "care", "Observed lengths of stay, for empirical distributions.");

static const struct column visit_need_columns[] = {
    REF("setting", KEY, "setting", "A setting of kind visits."),
    AGE_FROM(KEY),
    AGE_TO,
    NUMBER("first_per_day", REQ | INPUT, 0, 100, "visits a day", "Visits a day at the start."),
    NUMBER("last_per_day", REQ | INPUT, 0, 100, "visits a day", "Visits a day at the end."),
    SOURCE,
};
TABLE(visit_need, "care",
      "How many visits a client needs, tapering from the first to the last day.");

static const struct column route_columns[] = {
    ID("Short id, such as acute-heft-home-care-65."),
    REF("setting", REQ, "setting", "Where people leave from."),
    AGE_FROM(REQ),
    AGE_TO,
    REF("to_setting", 0, "setting", "Where they go next. Empty: they leave the system."),
    CHOICE("outcome", 0, "home|died|elsewhere", "How they leave the system, where they do."),
    NUMBER("share", REQ | INPUT, 0, 1, "share",
           "Share of those who leave the setting; all routes of an age add to 1."),
    YESNO("holds", 0,
          "Whether the person keeps the place while waiting for the next one. Empty: no."),
    CHOICE(
        "reason", 0, REASONS,
        "Reason by which a wait is counted as a delayed transfer of care. Empty: it is not counted as one."),
    CHOICE("responsible", 0, "nhs|social care|both", "Who is responsible for the delay."),
    NUMBER(
        "delay_mean_days", INPUT, 0, 3650, "days",
        "Mean delay that is not for want of a place (assessment, choice, funding), before the search for one. Empty: none."),
    NUMBER("delay_sd_days", INPUT, 0, 3650, "days",
           "Its standard deviation (lognormal). Empty: exponential."),
    REF("switch_to", 0, "setting",
        "Where a person goes instead after waiting too long. Empty, with switch_after_days: leaves."),
    NUMBER("switch_after_days", INPUT, 0, 3650, "days",
           "How long a person waits before that. Empty: for ever."),
    NUMBER(
        "away_mean_days", INPUT, 0.001, 3650, "days",
        "Mean time in no place before asking for to_setting: people who come back. Empty: none."),
    NUMBER("away_sd_days", INPUT, 0, 3650, "days",
           "Its standard deviation (lognormal). Empty: exponential."),
    NUMBER(
        "away_max_days", INPUT, 0.001, 3650, "days",
        "Longest time away, such as 30 for readmission within 30 days: longer ones are drawn again."),
    SOURCE,
};
TABLE(route, "care", "Where people go next, whether they hold their place while waiting, and why.");

static const struct column initial_columns[] = {
    REF("setting", KEY, "setting", "The setting."),
    CHOICE("state", KEY, "present|waiting", "In a place, or waiting for one from outside."),
    AGE_FROM(KEY),
    AGE_TO,
    NUMBER("persons", REQ | INPUT, 0, 1e9, "people",
           "How many on the first day simulated, warm-up included."),
    SOURCE,
};
TABLE(initial, "care", "People who are there when the simulation begins.");

static const struct column initial_sample_columns[] = {
    REF("setting", KEY, "setting", "The setting."),
    AGE_FROM(KEY),
    AGE_TO,
    NUMBER("days", KEY | INPUT, 0, 36500, "days", "Days that somebody has left."),
    NUMBER("weight", 0, 0, 1e12, NULL, "How many have. Empty: 1."),
    SOURCE,
};
TABLE(
    initial_sample, "care",
    "How long the people present in `initial` will still stay, such as from their expected days of "
    "discharge. Without rows: as those found in the middle of a stay.");

static const struct column person_columns[] = {
    ID("A pseudonym, such as w7-12: never a name, nor a number by which somebody is known."),
    REF("setting", 0, "setting", "Where the person is. Empty: in no place, waiting for one."),
    INTEGER("age", REQ, 0, 130, "years", "Age."),
    NUMBER("days_so_far", INPUT, 0, 36500, "days",
           "Days in the setting so far: what is left is that of a stay that is longer. Empty: not "
           "known, so that of a stay found in its middle."),
    NUMBER("days_left", INPUT, 0, 36500, "days",
           "Days left, where the day of discharge is known. Empty: drawn."),
    REF("waiting_for", 0, "setting",
        "The setting that the person waits for: in the place, where the stay is over, or in none. "
        "Empty: the stay goes on."),
    NUMBER("days_waiting", INPUT, 0, 36500, "days",
           "Days of waiting so far; who has waited longest is first. Empty: 0."),
    INTEGER("priority", 0, 0, 9, NULL, "0 is served first. Empty: 5."),
    SOURCE,
};
TABLE(person, "care",
      "People who are there when the simulation begins, one by one: `initial` counts others.");

static const struct column unit_cost_columns[] = {
    REF("setting", KEY, "setting", "The setting."),
    CHOICE("basis", KEY, "arrival|day|visit|place year", "What is paid for."),
    CHOICE("kind", KEY, "fixed|semi-fixed|variable", "How it follows activity."),
    GBP("amount_gbp", REQ | INPUT, "Cost of one, in pounds of the price year."),
    YEAR("price_year", REQ, "The year whose prices these are."),
    REF("payer", 0, "organisation", "Who pays."),
    SOURCE,
};
TABLE(unit_cost, "money", "What care costs.");

static const struct column staffing_columns[] = {
    REF("setting", KEY, "setting", "The setting."),
    TEXT("staff_group", KEY, "Nurses, therapists, care workers."),
    NUMBER("wte_per_unit", REQ | INPUT, 0, 1000, "whole-time equivalents a place",
           "Staff that one place needs."),
    SOURCE,
};
TABLE(staffing, "means", "Staff that a place needs.");

static const struct column workforce_columns[] = {
    TEXT("staff_group", KEY, "Nurses, therapists, care workers."),
    REF("organisation", KEY, "organisation", "The employer."),
    YEAR("year", KEY, "Financial year."),
    NUMBER("in_post_wte", 0, 0, 1e7, "whole-time equivalents", "Staff in post."),
    NUMBER("leavers_pct", 0, 0, 100, "% a year", "Leavers."),
    NUMBER("joiners_wte", 0, 0, 1e7, "whole-time equivalents", "Joiners."),
    SOURCE,
};
TABLE(workforce, "means", "Staff in post, leaving and joining.");

static const struct column building_columns[] = {
    ID("Short id."),
    TEXT("title", REQ, "Name, or what the row counts."),
    REF("organisation", 0, "organisation", "Who holds it."),
    REF("place", 0, "place", "Where it stands."),
    NUMBER("area_m2", 0, 0, 1e9, "m²", "Floor area."),
    TEXT("condition", 0, "Rating of its condition."),
    TEXT("tenure", 0, "Freehold, leasehold, licence."),
    NUMBER("use_pct", 0, 0, 100, "%", "Share of it in use."),
    NUMBER("void_m2", 0, 0, 1e9, "m²", "Empty floor area."),
    GBP("running_cost_gbp", 0, "Running cost a year."),
    CHOICE("category", 0, "core|near core|marginal|redundant",
           "What the estate strategy says of it."),
    SOURCE,
};
TABLE(building, "means", "Buildings.");
