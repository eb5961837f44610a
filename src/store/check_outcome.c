/* Whether targets, savings and risks make sense; see check.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check_parts.h"

#define LOWER(text) "lower(trim(COALESCE(" text ", '')))"

/* What a target wants, as it is written where that is not the number. */
#define WANTS(t)                                                                                   \
    "CASE WHEN " t ".value_text IS NOT NULL THEN '''' || " t ".value_text || '''' WHEN " t         \
    ".value IS NOT NULL THEN printf('%.10g', " t ".value) WHEN " t                                 \
    ".change_pct IS NOT NULL THEN printf('%+.10g%%', " t ".change_pct) ELSE 'not said' END"

/* A target set by a programme, as people call it. */
#define OF "COALESCE(' of ' || t.programme, '')"

/* The change in percent that value and baseline give, and how far a printed one may be from it:
 * half of its last digit. */
#define CHANGE "(100.0 * (t.value - t.baseline) / t.baseline)"
#define LAST_DIGIT(x)                                                                              \
    "(CASE WHEN " x " = round(" x ") THEN 0.5 WHEN abs(" x " - round(" x                           \
    ", 1)) < 1e-9 THEN 0.05 ELSE 0.005 END)"

/* A rating in words against a band's level and colour: the same, or, where it is that of no band,
 * a band's among other words: 'Amber (moderate)'. */
#define SPACED(text)                                                                               \
    "' ' || lower(replace(replace(replace(replace(" text                                           \
    ", '(', ' '), ')', ' '), ',', ' '), '-', ' ')) || ' '"
#define RATED(band)                                                                                \
    "(lower(trim(rating_text)) IN (lower(" band ".colour), lower(" band ".level)) OR (NOT EXISTS " \
    "(SELECT 1 FROM risk_band n WHERE lower(trim(rating_text)) IN (lower(n.colour), "              \
    "lower(n.level))) AND (instr(" SPACED("rating_text") ", " SPACED(                              \
        band ".colour") ") > 0 OR "                                                                \
                        "instr(" SPACED("rating_text") ", " SPACED(band ".level") ") > 0)))"

static const struct question questions[] = {
    /* targets */
    {"O04", "target", "baseline",
     "SELECT row_no, printf('the target%s for %s at %s is %s by %s, and no baseline is given', " OF
     ", measure, place, " WANTS(
         "t") ", due) "
              "FROM target t WHERE baseline IS NULL AND (value IS NOT NULL OR change_pct IS NOT NULL)"},
    {"O05", "measure", "unit",
     "SELECT m.row_no, printf('the unit of %s is ''%s'', and line %d of target.csv has a target for it: %s', "
     "m.id, unit, min(t.row_no), " WANTS("t") ") FROM measure m JOIN target t ON t.measure = m.id WHERE " LOWER(
         "unit") " IN ('', '-', '?', 'n/a', 'none', 'not stated', 'not given', 'unknown', 'tbc', 'to be confirmed', "
                 "'missing') GROUP BY m.id"},
    {"O05", "measure", "direction",
     "SELECT m.row_no, printf('for %s neither way is better, and line %d of target.csv has a target for it: "
     "%s', m.id, min(t.row_no), " WANTS(
         "t") ") FROM measure m JOIN target t ON t.measure = m.id WHERE direction = 'neutral' GROUP "
              "BY m.id"},
    {"O06", "target", "due",
     "SELECT t.row_no, printf('the target%s for %s at %s was due on %s, and %s', " OF
     ", measure, place, due, COALESCE('the newest value is of ' || (SELECT max(period_start) FROM "
     "observation o WHERE o.measure = t.measure AND o.place = t.place AND COALESCE(o.value, o.numerator) "
     "IS NOT NULL), 'nothing was ever observed')) FROM target t JOIN measure m ON m.id = t.measure WHERE "
     "due < ?1 AND NOT EXISTS (SELECT 1 FROM observation o WHERE o.measure = t.measure AND o.place = "
     "t.place AND COALESCE(o.value, o.numerator) IS NOT NULL AND o.period_start > date(t.due, CASE "
     "frequency WHEN 'day' THEN '-1 days' WHEN 'week' THEN '-7 days' WHEN 'month' THEN '-1 months' WHEN "
     "'quarter' THEN '-3 months' ELSE '-12 months' END))"},
    {"O07", "target", "value",
     "SELECT t.row_no, printf('%s is better for %s, the baseline is %.10g, and the target is %.10g', "
     "m.direction, measure, baseline, t.value) FROM target t JOIN measure m ON m.id = t.measure WHERE "
     "(direction = 'lower' AND baseline <= t.value) OR (direction = 'higher' AND baseline >= t.value)"},
    {"O07", "target", "value",
     "SELECT row_no, printf('%s is better for %s, the value of %s, when the plan began on %s, is %.10g, and "
     "the target is %.10g', direction, measure, seen_on, start, seen, value) FROM (SELECT t.row_no, "
     "t.measure, t.value, m.direction, n.start, o.period_start seen_on, COALESCE(o.value, m.per * "
     "o.numerator / o.denominator) seen FROM target t JOIN measure m ON m.id = t.measure JOIN programme g ON "
     "g.id = t.programme JOIN plan n ON n.id = g.plan JOIN observation o ON o.measure = t.measure AND "
     "o.place = t.place WHERE t.baseline IS NULL AND o.period_start = (SELECT max(period_start) FROM "
     "observation l WHERE l.measure = t.measure AND l.place = t.place AND COALESCE(l.value, l.numerator) IS "
     "NOT NULL AND l.period_start <= n.start)) WHERE (direction = 'lower' AND seen <= value) OR (direction = "
     "'higher' AND seen >= value)"},
    {"O10", "target", "value",
     "SELECT row_no, printf('the target%s for %s at %s by %s is ''%s'', which is no number', " OF
     ", measure, place, due, COALESCE(value_text, 'empty')) FROM target t WHERE value IS NULL AND "
     "change_pct IS NULL"},
    {"O11", "target", "change_pct",
     "SELECT row_no, printf('%+g%% is given, but from %.10g to %.10g is %+.*f%%%s', change_pct, baseline, value, "
     "CASE WHEN change_pct = round(change_pct) THEN 1 ELSE 2 END, " CHANGE
     ", CASE WHEN abs(value - baseline - change_pct) <= " LAST_DIGIT(
         "change_pct") " THEN printf('; %+g are points', round(value - baseline, 2)) ELSE '' END) FROM target t WHERE "
                       "baseline <> 0 AND abs(" CHANGE
                       " - change_pct) > 1.001 * " LAST_DIGIT("change_pct")},
    {"O12", "target", "value_text",
     "SELECT row_no, printf('the target%s for %s at %s is ''%s''', " OF
     ", measure, place, value_text) FROM target t WHERE (value IS NOT NULL OR change_pct IS NOT NULL) "
     "AND (lower(value_text) LIKE '%tbc%' OR lower(value_text) LIKE '%to be %' OR lower(value_text) LIKE "
     "'%provisional%')"},
    {"O13", "target", "programme",
     "SELECT b.row_no, printf('programmes %s (line %d) and %s both promise %s of %s at %s by %s', "
     "a.programme, a.row_no, b.programme, " WANTS(
         "b") ", b.measure, b.place, b.due) FROM target a JOIN target b ON a.measure = b.measure AND "
              "a.place = b.place AND a.due = b.due AND a.programme <> b.programme AND a.row_no < b.row_no AND "
              "a.value IS b.value AND a.change_pct IS b.change_pct WHERE COALESCE(b.value, b.change_pct) IS NOT "
              "NULL AND NOT EXISTS (SELECT 1 FROM target c WHERE c.measure = b.measure AND c.place = b.place AND "
              "c.due = b.due AND c.value IS b.value AND c.change_pct IS b.change_pct AND c.row_no < a.row_no)"},
    {"O14", "target", "due",
     "SELECT b.row_no, printf('%s of %s at %s is wanted by %s%s and, in line %d, by %s%s', "
     "" WANTS(
         "b") ", b.measure, b.place, "
              "b.due, COALESCE(' in programme ' || b.programme, ''), a.row_no, a.due, COALESCE(' in programme ' || "
              "a.programme, '')) FROM target a JOIN target b ON a.measure = b.measure AND a.place = b.place AND "
              "a.due <> b.due AND a.programme IS NOT b.programme AND a.row_no < b.row_no AND a.value IS b.value "
              "AND a.change_pct IS b.change_pct WHERE COALESCE(b.value, b.change_pct) IS NOT NULL OR a.value_text "
              "IS b.value_text GROUP BY b.row_no"},
    {"O15", "target", "measure",
     "SELECT min(t.row_no), printf('%d parts of %s have targets of their own at %s (%s), and %s', "
     "count(DISTINCT m.id), m.part_of, t.place, group_concat(DISTINCT m.id), CASE WHEN w.row_no IS NULL "
     "THEN 'the whole has none' ELSE printf('the whole has one in line %d', w.row_no) END) FROM target t "
     "JOIN measure m ON m.id = t.measure LEFT JOIN target w ON w.measure = m.part_of AND w.place = t.place "
     "WHERE m.part_of IS NOT NULL GROUP BY m.part_of, t.place HAVING count(DISTINCT m.id) + (w.row_no IS "
     "NOT NULL) > 1"},
    {"O15", "target", "place",
     "SELECT w.row_no, printf('programme %s wants %s of %s at %s by %s, and programme %s (line %d) sets "
     "targets of its own for places within it (%s)', w.programme, " WANTS(
         "w") ", w.measure, w.place, "
              "w.due, t.programme, min(t.row_no), group_concat(t.place || ': ' || " WANTS(
                  "t") ", '; ')) FROM target w JOIN place "
                       "p ON p.parent = w.place JOIN target t ON t.measure = w.measure AND t.place = p.id AND t.due = w.due "
                       "AND t.programme <> w.programme GROUP BY w.row_no, t.programme HAVING count(*) > 1"},
    {"O09", "action", NULL,
     "SELECT a.row_no, printf('no row of drives.csv names ''%s'' (%s), what it answers, or what waits for "
     "it', title, ref) FROM action a WHERE EXISTS (SELECT 1 FROM measure) AND COALESCE(stage, '') <> "
     "'stopped' AND NOT EXISTS (SELECT 1 FROM drives d WHERE d.item IN (a.id, a.parent, a.recommendation, "
     "a.programme) OR d.item IN (SELECT successor FROM dependency e WHERE e.predecessor = a.id)) AND NOT "
     "EXISTS (SELECT 1 FROM target t WHERE t.programme = a.programme)"},
    /* money */
    {"M05", "budget", "year",
     "SELECT b.row_no, printf('''%s'' saves £%,d in %s, and programme %s first pays in %s', line, "
     "CAST(round(amount_gbp) AS INTEGER), year, b.programme, first) FROM budget b JOIN (SELECT "
     "s.programme, min(i.year) first FROM investment i JOIN scheme s ON s.id = i.scheme WHERE i.amount_gbp "
     "> 0 GROUP BY s.programme) p ON p.programme = b.programme WHERE b.kind = 'saving' AND amount_gbp > 0 "
     "AND year < first"},
    /* risks */
    {"H01", "risk", "owner",
     "SELECT row_no, printf('nobody owns ''%s''', title) FROM risk WHERE owner IS NULL"},
    {"H01", "risk", "owner",
     "SELECT k.row_no, printf('the owner of ''%s'' is ''%s''', k.title, r.title) FROM risk k JOIN role r "
     "ON r.id = k.owner WHERE " NOBODY("r.title")},
    {"H02", "risk", "response",
     "SELECT row_no, printf('''%s'' is to be treated, and mitigation.csv has no row for it', title) FROM "
     "risk r WHERE response = 'treat' AND NOT EXISTS (SELECT 1 FROM mitigation m WHERE m.risk = r.id)"},
    {"H03", "risk_score", "likelihood",
     "SELECT t.row_no, printf('the target of %s is %d x %d = %d, and its current score of %s is %d', "
     "t.risk, t.likelihood, t.impact, t.likelihood * t.impact, c.scored_on, c.likelihood * c.impact) FROM "
     "risk_score t JOIN risk_score c ON c.risk = t.risk WHERE t.state = 'target' AND c.state = 'current' "
     "AND t.scored_on = (SELECT max(scored_on) FROM risk_score s WHERE s.risk = t.risk AND s.state = "
     "'target' AND s.scored_on <= ?1) AND c.scored_on = (SELECT max(scored_on) FROM risk_score s WHERE "
     "s.risk = t.risk AND s.state = 'current' AND s.scored_on <= ?1) AND t.likelihood * t.impact > "
     "c.likelihood * c.impact"},
    {"H04", "risk", "rating_text",
     "SELECT row_no, printf('''%s'' is rated ''%s'', %s %s, %d, is %s (%s)', title, rating_text, CASE WHEN "
     "known THEN 'and its score of' ELSE 'which is none of the words of risk_band.csv; its score of' END, "
     "scored_on, score, colour, level) FROM (SELECT r.row_no, r.title, rating_text, c.scored_on, "
     "c.likelihood * c.impact score, b.colour, b.level, EXISTS (SELECT 1 FROM risk_band o WHERE " RATED("o") ") known, " RATED(
         "b") " fits FROM risk r JOIN risk_score c ON c.risk = r.id AND c.state = 'current' "
              "JOIN risk_band b ON c.likelihood * c.impact BETWEEN b.from_score AND b.to_score WHERE rating_text IS "
              "NOT NULL AND c.scored_on = (SELECT max(scored_on) FROM risk_score s WHERE s.risk = r.id AND s.state = "
              "'current' AND s.scored_on <= ?1)) WHERE NOT fits AND trim(rating_text) <> CAST(score AS TEXT)"},
    {"H05", "risk", "review_by",
     "SELECT row_no, printf('''%s'' was to be reviewed by %s, and %s', title, review_by, COALESCE('its last "
     "score is of ' || last, 'it was never scored')) FROM (SELECT r.*, (SELECT max(scored_on) FROM "
     "risk_score s WHERE s.risk = r.id AND s.scored_on <= ?1) last FROM risk r) WHERE review_by < ?1 AND "
     "COALESCE(last < date(review_by, '-31 days'), 1)"},
    {"H06", "risk", "rating_text",
     "SELECT row_no, printf('''%s'' has neither a score nor a rating', title) FROM risk r WHERE rating_text "
     "IS NULL AND NOT EXISTS (SELECT 1 FROM risk_score s WHERE s.risk = r.id)"},
};

bool check_outcomes(sqlite3 *db, int32_t as_at, struct findings *findings, struct err *err) {
    return check_ask(db, questions, sizeof questions / sizeof questions[0], as_at, findings, err);
}
