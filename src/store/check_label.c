/* Labels that a deadline names, such as 'for all actions except ii)', and that are not there; see
 * check.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check_parts.h"

#include "rules.h"

#include <ctype.h>
#include <string.h>

#define LABEL 8

/* The next label of a text: a roman number, a letter or a small number with ')' behind it. */
static const char *next_label(const char *p, char label[LABEL]) {
    for (const char *start = p; *p; p++) {
        if (p != start && (isalnum((unsigned char)p[-1]) || p[-1] == '.')) continue;
        size_t n = 0;
        while (n < LABEL - 1 && isalnum((unsigned char)p[n])) n++;
        if (n == 0 || p[n] != ')') continue;
        bool roman = strspn(p, "ivxIVX") >= n, digits = strspn(p, "0123456789") >= n;
        if (!roman && !(digits && n < 3) && !(n == 1 && isalpha((unsigned char)*p))) continue;
        for (size_t i = 0; i < n; i++) label[i] = (char)tolower((unsigned char)p[i]);
        label[n] = '\0';
        return p + n + 1;
    }
    return NULL;
}

/* Whether an action of the same recommendation (or of the same plan, where it answers none) has a
 * reference that ends so. */
static bool has_sibling(struct query *siblings, const char *recommendation, const char *plan,
                        const char *label, size_t *count) {
    bool found = false;
    *count = 0;
    query_bind_text(siblings, 1, recommendation);
    query_bind_text(siblings, 2, plan);
    while (query_next(siblings)) {
        const char *ref = query_text(siblings, 0);
        if (!ref) continue;
        const char *dot = strrchr(ref, '.');
        char last[LABEL] = "";
        size_t n = 0;
        for (const char *p = dot ? dot + 1 : ref; *p && n < LABEL - 1; p++)
            if (isalnum((unsigned char)*p)) last[n++] = (char)tolower((unsigned char)*p);
        last[n] = '\0';
        (*count)++;
        found = found || strcmp(last, label) == 0;
    }
    query_again(siblings);
    return found;
}

bool check_labels(sqlite3 *db, struct findings *findings, struct err *err) {
    struct query *q = query_new(
        db, "SELECT row_no, due_text, recommendation, plan FROM action WHERE due_text LIKE '%)%'",
        err);
    if (!q) return false;
    struct query *siblings = query_new(
        db, "SELECT ref FROM action WHERE recommendation = ?1 OR (?1 IS NULL AND plan = ?2)", err);
    while (siblings && query_next(q)) {
        char label[LABEL];
        const char *text = query_text(q, 1), *rest = text;
        while ((rest = next_label(rest, label)) != NULL) {
            size_t count;
            if (has_sibling(siblings, query_text(q, 2), query_text(q, 3), label, &count)) continue;
            rules_add(findings, "D11", "action", (size_t)query_integer(q, 0, 0), "due_text",
                      "'%s)' stands in %s, and none of the %zu actions there has that label", label,
                      rules_quote(findings->arena, str_of(text)), count);
        }
    }
    struct err ignored = {0};
    bool ok = siblings && query_free(siblings, err);
    return query_free(q, ok ? err : &ignored) && ok;
}
