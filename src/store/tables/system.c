/* The tables of the system, its people and the bodies that run it.
 *
 * SPDX-License-Identifier: MIT */
#include "columns.h"

static const struct column place_columns[] = {
    ID("ONS code where there is one."),
    TEXT("title", REQ, "Name."),
    CHOICE("kind", REQ, "nation|region|footprint|local authority|locality", "What kind of area."),
    REF("parent", 0, "place", "The area that it lies in."),
    SOURCE,
};
TABLE(place, "system",
      "Areas where people live: the nation, the footprint, its councils, their localities.");

static const struct column system_columns[] = {
    ID("Short id of the system; its totals are reported under it."),
    TEXT("title", REQ, "Name of the system."),
    REF("place", REQ, "place", "The footprint."),
    REF("comparator", 0, "place", "The place that measures are compared with, such as England."),
    DATE("start", REQ, "First day of the simulation."),
    DATE("end", REQ, "Last day of the simulation."),
    INTEGER("warm_up_days", 0, 0, 3650, "days",
            "Days simulated before the start and not counted; with warm_up_rule mser at most so "
            "many. Empty: none (mser: 1460)."),
    CHOICE("warm_up_rule", 0, "days|mser",
           "days: warm_up_days; mser: as many as MSER-5 finds that the system needs, on a pilot of "
           "its first day. Empty: days."),
    TEXT("currency", REQ, "GBP."),
    CHOICE("schemes_combine", 0, "multiply|strongest",
           "What several schemes do to one number: multiply: their factors multiply and their "
           "amounts add; strongest: only the one that changes it most on a day counts. Empty: "
           "multiply."),
    SOURCE,
};
TABLE(system, "system", "One row: the system that the package describes, and the days simulated.");

static const struct column organisation_columns[] = {
    ID("ODS code where there is one."),
    TEXT("title", REQ, "Name."),
    CHOICE(
        "kind", REQ,
        "commissioner|acute|community|mental health|local authority|primary care|voluntary|regulator|partnership",
        "What kind of organisation."),
    REF("place", 0, "place", "The area it serves most."),
    REF("successor", 0, "organisation", "The organisation that took over its work."),
    DATE("until", 0, "Last day of its existence."),
    SOURCE,
};
TABLE(organisation, "system", "Trusts, councils, commissioners and other partners.");

static const struct column role_columns[] = {
    ID("Short id."),
    TEXT("title", REQ, "The post, never a person's name."),
    REF("organisation", 0, "organisation", "Where the post is."),
    SOURCE,
};
TABLE(role, "system", "Posts that lead, own or answer for something. No names of people.");

static const struct column body_columns[] = {
    ID("Short id."),
    TEXT("title", REQ, "Name of the board or group."),
    CHOICE(
        "level", REQ,
        "oversight|strategic|place|delivery|programme|workstream|coordination|enabler|organisation|engagement|support",
        "Where it stands in the governance."),
    REF("parent", 0, "body", "The body that it reports to."),
    REF("chair", 0, "role", "The role that chairs it."),
    TEXT("remit", 0, "What it decides or oversees."),
    TEXT("cycle", 0, "How often it meets: weekly, monthly, quarterly."),
    SOURCE,
};
TABLE(body, "system", "Boards and groups that decide, oversee or deliver.");

static const struct column population_columns[] = {
    REF("place", KEY, "place", "Where they live."),
    AGE_FROM(KEY),
    AGE_TO,
    YEAR("year", KEY, "The financial year whose people are counted."),
    NUMBER("persons", REQ | INPUT, 0, 1e10, "people", "Residents."),
    SOURCE,
};
TABLE(population, "people",
      "Residents by place, age band and year. Bands should part at 18 years.");
