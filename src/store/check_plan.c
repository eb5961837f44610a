/* Whether a plan makes sense: who, by when, in which order; see check.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check_parts.h"

/* The stage of x as last reported by the day, else as its row says; the deadline likewise. */
#define STAGE(own)                                                                                 \
    "COALESCE((SELECT p.stage FROM progress p WHERE p.item = x.id AND p.reported_on <= ?1 AND "    \
    "p.stage IS NOT NULL ORDER BY p.reported_on DESC LIMIT 1), " own ", '')"
#define DUE                                                                                        \
    "COALESCE((SELECT p.due_to FROM progress p WHERE p.item = x.id AND p.reported_on <= ?1 AND "   \
    "p.due_to IS NOT NULL ORDER BY p.reported_on DESC LIMIT 1), x.due_to)"
#define OPEN(own)                                                                                  \
    "(" STAGE(own) " NOT IN ('claimed complete', 'verified', 'embedded', 'handed over', "          \
                   "'stopped') AND COALESCE(x.done_on > ?1, 1))"
/* The deadlines of x in the order in which they were said: the first, the row's own unless a report
 * says it, those of the reports. */
#define SAID                                                                                       \
    "SELECT x.first_due_to d, '0' said UNION ALL SELECT x.due_to, '1' WHERE NOT EXISTS (SELECT 1 " \
    "FROM progress p WHERE p.item = x.id AND p.due_to = x.due_to) UNION ALL SELECT p.due_to, "     \
    "p.reported_on FROM progress p WHERE p.item = x.id AND p.reported_on <= ?1"
#define DATED "COALESCE(x.due_kind, '') NOT IN ('none', 'ongoing', 'to be confirmed')"

/* The same for actions and milestones; `plan` is where the plan of x can be found. */
#define DEADLINES(table, own, plan)                                                                                           \
    {"D07", table, "due_to",                                                                                                  \
     "SELECT row_no, printf('''%s'' has no deadline', title) FROM " table                                                     \
     " x WHERE due_to IS NULL AND first_due_to IS NULL AND COALESCE(due_kind, 'none') = 'none' AND "                          \
     "(due_text IS NULL OR due_kind = 'none' OR " SAYS_NOTHING("due_text") ") AND " OPEN(own)},                               \
        {"D08", table, "due_text",                                                                                            \
         "SELECT row_no, printf('''%s'' is due ''%s'', and no day is agreed', title, "                                        \
         "COALESCE(due_text, due_kind)) FROM " table                                                                          \
         " x WHERE due_to IS NULL AND (due_kind = 'to be confirmed' OR (COALESCE(due_kind, '') <> 'none' AND " SAYS_TO_AGREE( \
             "due_text") ")) AND " OPEN(own)},                                                                                \
        {"D09", table, "due_to",                                                                                              \
         "SELECT row_no, printf('''%s'' goes on (%s), and no day of review is given', title, "                                \
         "COALESCE(due_text, due_kind)) FROM " table                                                                          \
         " x WHERE due_to IS NULL AND (due_kind IN ('ongoing', 'recurring') OR (due_kind IS NULL AND " SAYS_ONGOING(          \
             "due_text") ")) AND " OPEN(own)},                                                                                \
        {"D10", table, "due_to",                                                                                              \
         "SELECT row_no, printf('''%s'' was due on %s, and %s by %s', title, due, CASE stage WHEN "                           \
         "'' THEN 'nobody has said that it is done' ELSE 'is reported ' || stage END, ?1) FROM "                              \
         "(SELECT x.row_no, title, " DUE                                                                                      \
         " due, " STAGE(own) " stage FROM " table " x WHERE " DATED                                                           \
                             " AND " OPEN(own) ") WHERE due < ?1"},                                                           \
        {"D13", table, "first_due_to",                                                                                        \
         "SELECT row_no, printf('''%s'' was due on %s', title, (SELECT group_concat(value, ', then on ') "                    \
         "FROM json_each(days))) FROM (SELECT x.row_no, title, (SELECT json_group_array(d) FROM "                             \
         "(SELECT d, lag(d) OVER (ORDER BY said) before FROM (" SAID                                                          \
         ") WHERE d IS NOT NULL) WHERE d IS "                                                                                 \
         "NOT before) days FROM " table                                                                                       \
         " x WHERE " OPEN(own) ") WHERE json_array_length(days) > 2"},                                                        \
    {                                                                                                                         \
        "D14", table, "due_to",                                                                                               \
            "SELECT x.row_no, printf('''%s'' was due on %s, before the plan began on %s', x.title, "                          \
            "COALESCE(x.first_due_to, x.due_to), n.start) FROM " table " x " plan                                             \
            " WHERE COALESCE(x.first_due_to, x.due_to) < n.start AND " DATED " AND " OPEN(own)                                \
    }

/* Everything that has a deadline, in one shape: the day it was done, else its deadline as last
 * reported. */
#define DEADLINE_OF(side)                                                                          \
    "LEFT JOIN (SELECT id, 'action' kind, title, COALESCE(done_on, " DUE ") due FROM action x "    \
    "UNION ALL SELECT id, 'milestone', title, COALESCE(done_on, " DUE ") FROM milestone x UNION "  \
    "ALL SELECT id, 'decision', title, COALESCE(decided_on, due_to) FROM decision UNION ALL "      \
    "SELECT s.id, 'scheme', s.title, COALESCE((SELECT " DUE " FROM milestone x WHERE x.id = "      \
    "s.starts), s.starts_on) FROM scheme s) " side " ON " side ".id = "

/* What is reported done on less evidence than that wants: nobody but its lead has seen it. */
#define UNSEEN(table, column, own, level)                                                                          \
    {                                                                                                              \
        "P10", table, column,                                                                                      \
            "SELECT row_no, printf('''%s'' is %s, and %s by %s', title, CASE stage WHEN 'claimed "                 \
            "complete' THEN stage ELSE 'reported ' || stage END, CASE seen WHEN 0 THEN 'there is no "              \
            "evidence' ELSE 'the highest evidence is of level 1, a document,' END, ?1) FROM (SELECT "              \
            "x.row_no, title, done_on, " STAGE(                                                                    \
                own) " stage, max(COALESCE(" level ", 0), COALESCE((SELECT "                                       \
                     "max(e.level) FROM evidence e WHERE e.item = x.id AND e.seen_on <= ?1), 0)) seen FROM " table \
                     " x) WHERE COALESCE(done_on <= ?1, 1) AND seen < CASE stage WHEN 'claimed complete' THEN 1 "  \
                     "WHEN 'verified' THEN 2 WHEN 'embedded' THEN 2 ELSE 0 END"                                    \
    }

/* How often a body meets, in days, by the words of its cycle: the first that fits. */
#define CYCLES                                                                                     \
    "(VALUES ('%half%year%', 184), ('%twice a year%', 184), ('%two times a year%', 184), "         \
    "('%six month%', 184), ('%6 month%', 184), ('%three times a year%', 122), "                    \
    "('%3 times a year%', 122), ('%four times a year%', 92), ('%4 times a year%', 92), "           \
    "('%four month%', 122), ('%4 month%', 122), ('%fortnight%', 14), ('%two%week%', 14), "         \
    "('%2%week%', 14), ('%bi%week%', 14), ('%three%week%', 21), ('%3%week%', 21), "                \
    "('%four%week%', 28), ('%4%week%', 28), ('%six%week%', 42), ('%6%week%', 42), "                \
    "('%eight%week%', 56), ('%8%week%', 56), ('%week%', 7), ('%bi%month%', 61), "                  \
    "('%two%month%', 61), ('%2%month%', 61), ('%other month%', 61), ('%three month%', 92), "       \
    "('%3 month%', 92), ('%month%', 31), ('%quarter%', 92), ('%annual%', 366), ('%year%', 366), "  \
    "('%daily%', 1), ('%every day%', 1))"

/* A milestone x, with the role l of its lead, that only its programme's owner answers for. */
#define UNLED "(x.lead IS NULL OR " NOBODY("l.title") ")"

static const struct question questions[] = {
    {"V01", "review", "settled_on",
     "SELECT row_no, printf('%s of %s: %s', on_column, item, reason) FROM review WHERE settled_on IS "
     "NULL"},
    /* who */
    {"W05", "waiver", "by",
     "SELECT w.row_no, CASE WHEN w.by IS NULL THEN printf('nobody is named who waives %s of %s, so "
     "it is not waived', w.rule, w.item) ELSE printf('%s of %s is waived by ''%s'', which is nobody, "
     "so it is not waived', w.rule, w.item, r.title) END FROM waiver w LEFT JOIN role r ON r.id = "
     "w.by WHERE w.by IS NULL OR " NOBODY("r.title")},
    {"W01", "action", NULL,
     "SELECT row_no, printf('nobody leads ''%s'' (%s)', title, ref) FROM action x WHERE NOT EXISTS "
     "(SELECT 1 FROM action_lead l WHERE l.action = x.id OR l.action = x.parent) AND COALESCE(stage, "
     "'') <> 'stopped'"},
    {"W02", "action_lead", "role",
     "SELECT min(l.row_no), printf('''%s'' is led by ''%s'' and by nobody else', a.title, r.title) "
     "FROM action_lead l JOIN action a ON a.id = l.action JOIN role r ON r.id = l.role GROUP BY "
     "l.action HAVING min(" NOBODY("r.title") ") = 1"},
    {"W03", "action_lead", "accountable",
     "SELECT min(l.row_no), printf('%d lead ''%s'', and none of them is accountable', count(*), "
     "a.title) FROM action_lead l JOIN action a ON a.id = l.action GROUP BY l.action HAVING count(*) > "
     "3 AND max(l.accountable IS 'yes') = 0"},
    {"W02", "milestone", "lead",
     "SELECT m.row_no, printf('''%s'' is led by ''%s'' and by nobody else', m.title, r.title) "
     "FROM milestone m JOIN role r ON r.id = m.lead WHERE " NOBODY("r.title")},
    {"W04", "programme", "sro",
     "SELECT g.row_no, CASE WHEN g.sro IS NULL THEN printf('programme %s, ''%s'', has no owner', "
     "g.ref, g.title) ELSE printf('the owner of programme %s, ''%s'', is ''%s''', g.ref, g.title, "
     "r.title) END || CASE WHEN m.title IS NULL THEN "
     "'' ELSE printf(', and nobody leads its milestone ''%s''', m.title) END FROM programme g LEFT "
     "JOIN role r ON r.id = g.sro LEFT JOIN (SELECT x.programme, min(CASE WHEN " UNLED
     " THEN x.row_no END) unled FROM milestone x LEFT JOIN role l ON l.id = x.lead GROUP BY "
     "x.programme) u ON u.programme = g.id LEFT JOIN milestone m ON m.row_no = u.unled WHERE "
     "(g.sro IS NULL OR " NOBODY("r.title") ") AND (u.programme IS NULL OR u.unled IS NOT NULL)"},
    /* by when */
    DEADLINES("action", "x.stage", "JOIN plan n ON n.id = x.plan"),
    DEADLINES("milestone", "NULL",
              "JOIN programme g ON g.id = x.programme JOIN plan n ON n.id = g.plan"),
    {"D12", "dependency", NULL,
     "SELECT d.row_no, printf('action ''%s'' is due on %s, after the milestone ''%s'' that needs it, "
     "on %s', a.title, a.due, b.title, b.due) FROM dependency d " DEADLINE_OF("a") "d.predecessor " DEADLINE_OF(
         "b") "d.successor WHERE d.kind IN ('requires', 'enables') AND "
              "a.kind = 'action' AND b.kind = 'milestone' AND date(a.due, COALESCE(CAST(d.lag_days AS INTEGER), "
              "0) || ' days') > b.due"},
    /* in which order */
    {"P09", "dependency", NULL,
     "SELECT d.row_no, printf('%s ''%s'' is due on %s, before the %s ''%s'' that it waits for, on "
     "%s', b.kind, b.title, b.due, a.kind, a.title, a.due) FROM dependency d " DEADLINE_OF(
         "a") "d.predecessor " DEADLINE_OF("b") "d.successor WHERE d.kind = 'requires' AND NOT (a.kind = "
                                                "'action' AND b.kind = 'milestone') AND date(a.due, COALESCE(CAST(d.lag_days AS INTEGER), 0) || ' "
                                                "days') > b.due"},
    {"P14", "recommendation", NULL,
     "SELECT row_no, printf('no action answers recommendation %s, ''%s''', ref, title) FROM "
     "recommendation x WHERE NOT EXISTS (SELECT 1 FROM action a WHERE a.recommendation = x.id)"},
    /* what is said of it */
    UNSEEN("action", "stage", "x.stage", "x.evidence_level"),
    UNSEEN("milestone", NULL, "NULL", "0"),
    {"P11", "confidence", "level",
     "SELECT c.row_no, printf('rated %s on %s, and ''%s'' was due on %s and is not done by %s', c.level, "
     "c.rated_on, x.title, due, ?1) FROM confidence c JOIN (SELECT x.id, x.title, " DUE
     " due FROM action x WHERE " DATED " AND " OPEN(
         "x.stage") " UNION ALL SELECT x.id, x.title, " DUE " FROM milestone x WHERE " DATED
                    " AND " OPEN(
                        "NULL") " UNION ALL SELECT * FROM (SELECT "
                                "x.programme, x.title, " DUE " d FROM milestone x WHERE " DATED
                                " AND " OPEN(
                                    "NULL") " ORDER BY d) "
                                            "GROUP BY programme) x ON x.id = c.item WHERE c.level IN ('green', 'amber/green') AND due < ?1 AND c.rated_on = (SELECT max(rated_on) FROM confidence l WHERE l.item = c.item AND "
                                            "l.rated_on <= ?1)"},
    {"P12", "action", NULL,
     "SELECT row_no, printf('%s meets %s, and of ''%s'' %s', board, cycle, title, CASE WHEN last IS NULL "
     "THEN 'nothing has ever been reported' ELSE 'the last report is of ' || last END) FROM (SELECT "
     "x.row_no, x.title, b.title board, b.cycle, (SELECT column2 FROM " CYCLES
     " WHERE lower(b.cycle) LIKE column1 LIMIT 1) days, (SELECT max(reported_on) FROM progress p WHERE p.item = x.id AND p.reported_on "
     "<= ?1) last, n.start FROM action x JOIN plan n ON n.id = x.plan JOIN body b ON b.id = "
     "COALESCE(x.body, n.body) WHERE " OPEN(
         "x.stage") ") WHERE julianday(?1) - "
                    "julianday(COALESCE(last, start)) > 2 * days"},
};

bool store_check_plan(sqlite3 *db, int32_t as_at, struct findings *findings, struct err *err) {
    return check_ask(db, questions, sizeof questions / sizeof questions[0], as_at, findings, err) &&
           check_outcomes(db, as_at, findings, err) && check_same(db, as_at, findings, err);
}
