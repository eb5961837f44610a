/* The list of all tables, and look-ups in it. The tables themselves are in tables/.
 *
 * SPDX-License-Identifier: MIT */
#include "registry.h"

#include <string.h>

/* In the order of loading: a table stands after those that it refers to. */
/* The formatter never comes to rest on this list. */
/* clang-format off */
#define EACH_TABLE(X)                                                                              \
    X(place)                                                                                       \
    X(system) X(organisation) X(role) X(body) X(population) X(setting) X(capacity) X(profile)      \
        X(profile_slot) X(demand) X(stay) X(stay_sample) X(stay_part) X(visit_need) X(route) X(initial) X(initial_sample) X(person)        \
            X(unit_cost) X(staffing) X(workforce) X(building) X(plan) X(theme) X(programme)        \
                X(recommendation) X(action) X(action_lead) X(milestone) X(decision) X(scheme)      \
                    X(effect) X(uncertainty) X(investment) X(scenario) X(scenario_scheme)  \
                        X(dependency)                                                          \
                        X(progress) X(evidence) X(confidence) X(comparable_slip) X(rag_scheme) X(import) X(import_cell) X(review) X(budget) X(price_index)             \
                            X(peer_group) X(peer) X(measure) X(observation) X(target) X(annotation)        \
                                X(drives) X(risk) X(risk_score) X(risk_band) X(mitigation)     \
                                    X(meeting) X(paper) X(engagement) X(waiver) X(run) X(result)
/* clang-format on */

#define DECLARE(name) extern const struct table table_##name;
EACH_TABLE(DECLARE)

#define ADDRESS(name) &table_##name,
static const struct table *const tables[] = {EACH_TABLE(ADDRESS)};

const struct table *const *registry_tables(size_t *count) {
    *count = sizeof tables / sizeof tables[0];
    return tables;
}

const struct table *registry_table(const char *name) {
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        if (strcmp(tables[i]->name, name) == 0) return tables[i];
    return NULL;
}

int table_column(const struct table *table, const char *name) {
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, name) == 0) return (int)i;
    return -1;
}

bool table_has_id(const struct table *table) {
    return table->columns[0].type == COLUMN_ID;
}
