/* Headings of tables and lists; see heading.h.
 *
 * SPDX-License-Identifier: MIT */
#include "heading.h"

#include <string.h>

#define HEADING_BYTES 120
#define HEADING_WORDS 22

static bool is_word(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80 || c == '#' || c == '%';
}

/* Into a buffer of text.n + 3 bytes. */
static void words_into(struct str text, char *out) {
    size_t n = 0;
    out[n++] = ' ';
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        /* An apostrophe joins, a typographic one too. */
        if (c == '\'') continue;
        if (c == 0xe2 && i + 2 < text.n && (unsigned char)text.p[i + 1] == 0x80) {
            if ((unsigned char)text.p[i + 2] != 0x99) {
                if (out[n - 1] != ' ') out[n++] = ' ';
            }
            i += 2;
            continue;
        }
        if (c >= 'A' && c <= 'Z') c |= 0x20;
        if (is_word(c))
            out[n++] = (char)c;
        else if (out[n - 1] != ' ')
            out[n++] = ' ';
    }
    if (out[n - 1] != ' ') out[n++] = ' ';
    out[n] = '\0';
}

const char *heading_words(struct str text, struct arena *arena) {
    char *out = arena_alloc(arena, text.n + 3, 1);
    words_into(text, out);
    return out;
}

/* In the order in which they are looked for: what something is told of comes before the thing
 * ('action lead' is a lead), and longer phrases before the words in them. */
static const struct {
    enum heading heading;
    const char *phrase; /* whole words */
} known[] = {
    {HEADING_IGNORED, "regulated activity"},
    {HEADING_IGNORED, "regulated activities"},
    {HEADING_IGNORED, "supported by"},
    {HEADING_IGNORED, "support from"},
    {HEADING_IGNORED, "who support"},
    {HEADING_IGNORED, "supporting lead"},
    {HEADING_IGNORED, "supporting leads"},
    {HEADING_IGNORED, "supporting officer"},
    {HEADING_IGNORED, "supporting organisation"},
    {HEADING_IGNORED, "supporting organisations"},
    {HEADING_IGNORED, "date raised"},
    {HEADING_IGNORED, "date added"},
    {HEADING_IGNORED, "date logged"},
    {HEADING_IGNORED, "date opened"},
    {HEADING_IGNORED, "date agreed"},
    {HEADING_IGNORED, "date of meeting"},
    {HEADING_IGNORED, "meeting date"},
    {HEADING_IGNORED, "date identified"},
    {HEADING_IGNORED, "date of last update"},
    {HEADING_IGNORED, "last updated"},
    {HEADING_IGNORED, "review date"},
    {HEADING_IGNORED, "next review"},
    {HEADING_IGNORED, "cost"},
    {HEADING_IGNORED, "costs"},
    {HEADING_IGNORED, "budget"},
    {HEADING_IGNORED, "funding"},
    {HEADING_LEAD, "resource names"},
    {HEADING_IGNORED, "resources"},
    {HEADING_IGNORED, "resource"},
    {HEADING_IGNORED, "version"},
    {HEADING_IGNORED, "contents"},
    {HEADING_IGNORED, "page"},
    {HEADING_DONE_ON, "date completed"},
    {HEADING_DONE_ON, "completed on"},
    {HEADING_DONE_ON, "date complete"},
    {HEADING_DONE_ON, "date achieved"},
    {HEADING_DONE_ON, "date closed"},
    {HEADING_DONE_ON, "date of completion"},
    {HEADING_DONE_ON, "actual completion"},
    {HEADING_DONE_ON, "actual date"},
    {HEADING_DONE_ON, "actual end"},
    {HEADING_NEW_DEADLINE, "revised target"},
    {HEADING_FIRST_DEADLINE, "original target"},
    {HEADING_START, "start"},
    {HEADING_START, "start date"},
    {HEADING_START, "commencement"},
    {HEADING_START, "begins"},
    {HEADING_RISK, "risk"},
    {HEADING_RISK, "risks"},
    {HEADING_RISK, "mitigation"},
    {HEADING_RISK, "mitigations"},
    {HEADING_RISK, "barriers"},
    {HEADING_RISK, "dependencies"},
    {HEADING_OUTCOME, "how will we know"},
    {HEADING_OUTCOME, "going to ensure"},
    {HEADING_OUTCOME, "how we will know"},
    {HEADING_OUTCOME, "how will success"},
    {HEADING_OUTCOME, "what will success look like"},
    {HEADING_OUTCOME, "what good looks like"},
    {HEADING_OUTCOME, "what difference"},
    {HEADING_OUTCOME, "measure of success"},
    {HEADING_OUTCOME, "measures of success"},
    {HEADING_OUTCOME, "success measure"},
    {HEADING_OUTCOME, "success measures"},
    {HEADING_OUTCOME, "success criteria"},
    {HEADING_OUTCOME, "outcome"},
    {HEADING_OUTCOME, "outcomes"},
    {HEADING_OUTCOME, "expected impact"},
    {HEADING_OUTCOME, "impact"},
    {HEADING_OUTCOME, "benefit"},
    {HEADING_OUTCOME, "benefits"},
    {HEADING_OUTCOME, "kpi"},
    {HEADING_OUTCOME, "kpis"},
    {HEADING_OUTCOME, "measure"},
    {HEADING_OUTCOME, "measures"},
    {HEADING_OUTCOME, "metric"},
    {HEADING_OUTCOME, "metrics"},
    {HEADING_EVIDENCE, "evidence"},
    {HEADING_EVIDENCE, "assurance"},
    {HEADING_EVIDENCE, "source of assurance"},
    {HEADING_PROGRESS, "what has changed"},
    {HEADING_PROGRESS, "what plans are in place"},
    {HEADING_PROGRESS, "what have we done"},
    {HEADING_PROGRESS, "what we have done"},
    {HEADING_PROGRESS, "what has been done"},
    {HEADING_PROGRESS, "where are we"},
    {HEADING_PROGRESS, "current position"},
    {HEADING_PROGRESS, "current situation"},
    {HEADING_PROGRESS, "actions taken"},
    {HEADING_PROGRESS, "action taken"},
    {HEADING_PROGRESS, "actions to date"},
    {HEADING_PROGRESS, "work to date"},
    {HEADING_PROGRESS, "achievements"},
    {HEADING_PROGRESS, "update"},
    {HEADING_PROGRESS, "updates"},
    {HEADING_PROGRESS, "comment"},
    {HEADING_PROGRESS, "comments"},
    {HEADING_PROGRESS, "commentary"},
    {HEADING_PROGRESS, "notes"},
    {HEADING_PROGRESS, "narrative"},
    {HEADING_PROGRESS, "rationale"},
    {HEADING_PROGRESS, "future reporting"},
    {HEADING_STATUS, "open closed"},
    {HEADING_STATUS, "status"},
    {HEADING_STATUS, "rag"},
    {HEADING_STATUS, "brag"},
    {HEADING_STATUS, "rag rating"},
    {HEADING_STATUS, "rating"},
    {HEADING_STATUS, "% complete"},
    {HEADING_STATUS, "% done"},
    {HEADING_STATUS, "percent complete"},
    {HEADING_STATUS, "percentage complete"},
    {HEADING_STATUS, "complete y n"},
    {HEADING_STATUS, "completed y n"},
    {HEADING_STATUS, "stage"},
    {HEADING_PROGRESS, "progress"},
    {HEADING_PROGRESS, "position"},
    {HEADING_BODY, "accountable to"},
    {HEADING_ACCOUNTABLE, "sro"},
    {HEADING_ACCOUNTABLE, "senior responsible"},
    {HEADING_ACCOUNTABLE, "accountable"},
    {HEADING_ACCOUNTABLE, "accountability"},
    {HEADING_ACCOUNTABLE, "executive lead"},
    {HEADING_ACCOUNTABLE, "exec lead"},
    {HEADING_ACCOUNTABLE, "executive sponsor"},
    {HEADING_ACCOUNTABLE, "exec sponsor"},
    {HEADING_ACCOUNTABLE, "sponsor"},
    {HEADING_BODY, "governance"},
    {HEADING_BODY, "oversight"},
    {HEADING_BODY, "monitored by"},
    {HEADING_BODY, "monitoring"},
    {HEADING_BODY, "reporting to"},
    {HEADING_BODY, "reports to"},
    {HEADING_BODY, "board"},
    {HEADING_BODY, "committee"},
    {HEADING_ORGANISATION, "lead organisation"},
    {HEADING_ORGANISATION, "lead organisations"},
    {HEADING_ORGANISATION, "lead agency"},
    {HEADING_ORGANISATION, "organisation"},
    {HEADING_ORGANISATION, "organisations"},
    {HEADING_ORGANISATION, "agency"},
    {HEADING_DEADLINE, "action by when"},
    {HEADING_LEAD, "action by"},
    {HEADING_LEAD, "who is leading"},
    {HEADING_LEAD, "lead"},
    {HEADING_LEAD, "leads"},
    {HEADING_LEAD, "leading"},
    {HEADING_LEAD, "owner"},
    {HEADING_LEAD, "owners"},
    {HEADING_LEAD, "owned by"},
    {HEADING_LEAD, "ownership"},
    {HEADING_LEAD, "responsible"},
    {HEADING_LEAD, "responsibility"},
    {HEADING_LEAD, "responsibilities"},
    {HEADING_LEAD, "by whom"},
    {HEADING_LEAD, "led by"},
    {HEADING_LEAD, "who"},
    {HEADING_LEAD, "assigned to"},
    {HEADING_LEAD, "lead officer"},
    {HEADING_LEAD, "officer"},
    {HEADING_LEAD, "officers"},
    {HEADING_LEAD, "manager"},
    {HEADING_LEAD, "managers"},
    {HEADING_REF, "action no"},
    {HEADING_REF, "action number"},
    {HEADING_REF, "action ref"},
    {HEADING_REF, "action id"},
    {HEADING_REF, "recommendation no"},
    {HEADING_REF, "recommendation number"},
    {HEADING_REF, "recommendation ref"},
    {HEADING_REF, "rec no"},
    {HEADING_REF, "rec ref"},
    {HEADING_REF, "ref"},
    {HEADING_REF, "ref no"},
    {HEADING_REF, "reference"},
    {HEADING_REF, "no"},
    {HEADING_REF, "nos"},
    {HEADING_REF, "number"},
    {HEADING_REF, "id"},
    {HEADING_REF, "#"},
    {HEADING_REF, "item no"},
    {HEADING_REF, "wbs"},
    {HEADING_DEADLINE, "deadline"},
    {HEADING_DEADLINE, "deadlines"},
    {HEADING_DEADLINE, "by when"},
    {HEADING_DEADLINE, "timescale"},
    {HEADING_DEADLINE, "timescales"},
    {HEADING_DEADLINE, "timeframe"},
    {HEADING_DEADLINE, "time frame"},
    {HEADING_DEADLINE, "timeline"},
    {HEADING_DEADLINE, "timing"},
    {HEADING_DEADLINE, "due"},
    {HEADING_DEADLINE, "due date"},
    {HEADING_DEADLINE, "due by"},
    {HEADING_DEADLINE, "target date"},
    {HEADING_DEADLINE, "completion date"},
    {HEADING_DEADLINE, "completion"},
    {HEADING_DEADLINE, "complete by"},
    {HEADING_DEADLINE, "completed by"},
    {HEADING_DEADLINE, "end date"},
    {HEADING_DEADLINE, "end"},
    {HEADING_DEADLINE, "finish"},
    {HEADING_DEADLINE, "delivery date"},
    {HEADING_DEADLINE, "implementation date"},
    {HEADING_DEADLINE, "date"},
    {HEADING_DEADLINE, "dates"},
    {HEADING_DEADLINE, "when"},
    {HEADING_MILESTONE, "milestone"},
    {HEADING_MILESTONE, "milestones"},
    {HEADING_RECOMMENDATION, "regulation was not being met"},
    {HEADING_ACTION, "what action"},
    {HEADING_ACTION, "what actions"},
    {HEADING_ACTION, "agreed action"},
    {HEADING_ACTION, "action"},
    {HEADING_ACTION, "actions"},
    {HEADING_ACTION, "task"},
    {HEADING_ACTION, "tasks"},
    {HEADING_ACTION, "we will"},
    {HEADING_ACTION, "what we will do"},
    {HEADING_ACTION, "what will we do"},
    {HEADING_ACTION, "what are we going to do"},
    {HEADING_ACTION, "what needs to be done"},
    {HEADING_ACTION, "what needs to happen"},
    {HEADING_ACTION, "what will be done"},
    {HEADING_ACTION, "how will we do"},
    {HEADING_ACTION, "how we will do"},
    {HEADING_ACTION, "how will this be achieved"},
    {HEADING_ACTION, "how we will get there"},
    {HEADING_ACTION, "next steps"},
    {HEADING_ACTION, "steps"},
    {HEADING_ACTION, "activity"},
    {HEADING_ACTION, "activities"},
    {HEADING_ACTION, "deliverable"},
    {HEADING_ACTION, "deliverables"},
    {HEADING_ACTION, "response"},
    {HEADING_RECOMMENDATION, "recommendation"},
    {HEADING_RECOMMENDATION, "recommendations"},
    {HEADING_RECOMMENDATION, "area for improvement"},
    {HEADING_RECOMMENDATION, "areas for improvement"},
    {HEADING_RECOMMENDATION, "area of improvement"},
    {HEADING_RECOMMENDATION, "improvement area"},
    {HEADING_RECOMMENDATION, "areas to improve"},
    {HEADING_RECOMMENDATION, "must do"},
    {HEADING_RECOMMENDATION, "must dos"},
    {HEADING_RECOMMENDATION, "should do"},
    {HEADING_RECOMMENDATION, "requirement"},
    {HEADING_RECOMMENDATION, "requirements"},
    {HEADING_RECOMMENDATION, "finding"},
    {HEADING_RECOMMENDATION, "findings"},
    {HEADING_RECOMMENDATION, "you said"},
    {HEADING_RECOMMENDATION, "what we were asked"},
    {HEADING_RECOMMENDATION, "what we were told"},
    {HEADING_RECOMMENDATION, "what needs to improve"},
    {HEADING_RECOMMENDATION, "issue"},
    {HEADING_RECOMMENDATION, "issues"},
    {HEADING_RECOMMENDATION, "concern"},
    {HEADING_THEME, "theme"},
    {HEADING_THEME, "workstream"},
    {HEADING_THEME, "work stream"},
    {HEADING_THEME, "programme"},
    {HEADING_THEME, "domain"},
    {HEADING_THEME, "priority area"},
    {HEADING_THEME, "key line of enquiry"},
    {HEADING_THEME, "kloe"},
    {HEADING_THEME, "section"},
    {HEADING_THEME, "category"},
    {HEADING_THEME, "area"},
    {HEADING_RECOMMENDATION, "objective"},
    {HEADING_RECOMMENDATION, "objectives"},
    {HEADING_RECOMMENDATION, "aim"},
    {HEADING_RECOMMENDATION, "aims"},
    {HEADING_RECOMMENDATION, "goal"},
    {HEADING_IGNORED, "priority"},
    {HEADING_DEADLINE, "by"},
    {HEADING_STATUS, "done"},
    {HEADING_STATUS, "complete"},
    {HEADING_STATUS, "completed"},
    {HEADING_ACTION, "what"},
    {HEADING_ACTION, "how"},
    {HEADING_ACTION, "scheme name"},
    {HEADING_ACTION, "scheme title"},
    {HEADING_ACTION, "name of scheme"},
    {HEADING_ACTION, "project name"},
    {HEADING_ACTION, "project title"},
    {HEADING_ACTION, "initiative"},
    {HEADING_REF, "item"},
};

static bool has_phrase(const char *words, const char *phrase) {
    size_t n = strlen(phrase);
    for (const char *at = words; (at = strstr(at, phrase)); at++)
        if (at[-1] == ' ' && at[n] == ' ') return true;
    return false;
}

/* Words that are a heading where nothing stands beside them. */
static bool is_alone(const char *phrase) {
    return strcmp(phrase, "by") == 0 || strcmp(phrase, "done") == 0 ||
           strcmp(phrase, "complete") == 0 || strcmp(phrase, "completed") == 0;
}

/* 'Who will do it?' is a question, 'Beds for people who wait' is none. */
static bool is_question(const char *phrase) {
    return strcmp(phrase, "who") == 0 || strcmp(phrase, "what") == 0 ||
           strcmp(phrase, "when") == 0 || strcmp(phrase, "how") == 0;
}

static bool read_words(struct str text, char words[HEADING_BYTES + 3]) {
    text = str_trim(text);
    if (text.n == 0 || text.n > HEADING_BYTES) return false;
    words_into(text, words);
    size_t blanks = 0;
    for (const char *w = words; *w; w++) blanks += *w == ' ';
    return blanks > 1 && blanks <= HEADING_WORDS + 1;
}

/* 'Original implementation date' is the first deadline, 'forecast date' the one that holds, and
 * 'Completed date' none. */
static enum heading which_deadline(const char *words) {
    static const char *const first[] = {"original", "originally", "baseline", "initial"};
    static const char *const new[] = {"revised", "new", "forecast", "current", "extended"};
    static const char *const done[] = {"completed", "closed", "achieved", "delivered", "finished"};
    bool wanted = has_phrase(words, "by") || has_phrase(words, "be") || has_phrase(words, "when");
    for (size_t i = 0; !wanted && i < sizeof done / sizeof done[0]; i++)
        if (has_phrase(words, done[i])) return HEADING_DONE_ON;
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
        if (has_phrase(words, first[i])) return HEADING_FIRST_DEADLINE;
    for (size_t i = 0; i < sizeof new / sizeof new[0]; i++)
        if (has_phrase(words, new[i])) return HEADING_NEW_DEADLINE;
    return HEADING_DEADLINE;
}

enum heading heading_read(struct str text) {
    char words[HEADING_BYTES + 3];
    if (!read_words(text, words)) return HEADING_NONE;
    size_t count = 0;
    for (const char *w = words + 1; *w; w++) count += *w == ' ';
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        /* 'No weekend cover' is no heading of numbers, 'The work done by all' none of the status.
         */
        if (count > 3 && strlen(known[k].phrase) <= 2) continue;
        if (count > 1 && strcmp(known[k].phrase, "no") == 0 && strncmp(words, " no ", 4) == 0)
            continue;
        if (count > 1 && is_alone(known[k].phrase)) continue;
        if (count > 3 && is_question(known[k].phrase) &&
            strncmp(words + 1, known[k].phrase, strlen(known[k].phrase)) != 0)
            continue;
        /* 'Spend to date'. */
        if (strcmp(known[k].phrase, "date") == 0 && has_phrase(words, "to date")) continue;
        if (!has_phrase(words, known[k].phrase)) continue;
        return known[k].heading == HEADING_DEADLINE ? which_deadline(words) : known[k].heading;
    }
    /* 'The trust must': what follows is what is asked of it. */
    size_t n = strlen(words);
    bool asks = (n > 7 && strcmp(words + n - 6, " must ") == 0) ||
                (n > 9 && strcmp(words + n - 8, " should ") == 0);
    return asks ? HEADING_RECOMMENDATION : HEADING_NONE;
}

#define SPELT_BYTES 24

/* How many letters are wrong, left out, too many or changed over, of short words. */
static size_t differences(const char *a, size_t n, const char *b, size_t m) {
    size_t before[SPELT_BYTES + 1], last[SPELT_BYTES + 1], now[SPELT_BYTES + 1];
    for (size_t k = 0; k <= m; k++) before[k] = last[k] = k;
    for (size_t i = 1; i <= n; i++) {
        now[0] = i;
        for (size_t k = 1; k <= m; k++) {
            size_t best = last[k - 1] + (a[i - 1] != b[k - 1]);
            if (last[k] + 1 < best) best = last[k] + 1;
            if (now[k - 1] + 1 < best) best = now[k - 1] + 1;
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
                before[k - 2] + 1 < best)
                best = before[k - 2] + 1;
            now[k] = best;
        }
        memcpy(before, last, sizeof last);
        memcpy(last, now, sizeof now);
    }
    return last[m];
}

/* 'T/scale': five of its letters or more, in their order, from the first to the last. */
static bool is_cut(const char *words, const char *phrase) {
    size_t letters = 0;
    const char *at = phrase;
    for (const char *w = words; *w; w++) {
        if (*w == ' ') continue;
        const char *found = strchr(at, *w);
        if (!found || (at == phrase && found != phrase)) return false;
        at = found + 1;
        letters++;
    }
    return letters > 4 && !*at;
}

enum heading heading_read_spelt(struct str text, const char **as) {
    char words[HEADING_BYTES + 3];
    if (!read_words(text, words)) return HEADING_NONE;
    bool cut = memchr(text.p, '/', text.n) != NULL;
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        const char *phrase = known[k].phrase;
        size_t m = strlen(phrase);
        if (m < 5 || m > SPELT_BYTES || strchr(phrase, ' ')) continue;
        if (cut && is_cut(words, phrase)) {
            *as = phrase;
            return known[k].heading;
        }
        for (const char *w = words + 1; *w; w = strchr(w, ' ') + 1) {
            size_t n = (size_t)(strchr(w, ' ') - w);
            bool alone = w == words + 1 && !w[n + 1];
            bool shortened = alone && n > 2 && n < 6 && n + 2 <= m && memcmp(w, phrase, n) == 0;
            bool misspelt = n > 4 && n <= SPELT_BYTES && *w == *phrase &&
                            differences(w, n, phrase, m) <= (m > 8 ? 2u : 1u);
            if (!shortened && !misspelt) continue;
            *as = phrase;
            return known[k].heading == HEADING_DEADLINE ? which_deadline(words) : known[k].heading;
        }
    }
    return HEADING_NONE;
}

const char *heading_stage(struct str text) {
    static const char *const open[] = {
        "outstanding", "not yet completed", "not yet complete", "not completed", "incomplete",
        "still open",  "ongoing",           "remaining",        "in progress",   "to be completed"};
    static const char *const done[] = {"delivered",   "completed", "complete", "achieved",
                                       "implemented", "closed",    "done",     "taken"};
    char words[HEADING_BYTES + 3];
    if (!read_words(text, words)) return "";
    /* 'What needs to be done', 'How it will be achieved' say nothing of what is. */
    static const char *const wanted[] = {
        "to be done", "to be achieved",    "to be delivered", "will",       "must",
        "should",     "to be implemented", "going to",        "to be taken"};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (has_phrase(words, wanted[i])) return "";
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
        if (has_phrase(words, open[i])) return "in progress";
    for (size_t i = 0; i < sizeof done / sizeof done[0]; i++)
        if (has_phrase(words, done[i])) return "claimed complete";
    return "";
}

const char *heading_text(enum heading heading) {
    static const char *const texts[HEADINGS] = {"",
                                                "reference",
                                                "theme",
                                                "recommendation",
                                                "action",
                                                "milestone",
                                                "milestone's deadline",
                                                "lead",
                                                "accountable lead",
                                                "organisation",
                                                "start",
                                                "deadline",
                                                "original deadline",
                                                "revised deadline",
                                                "completed on",
                                                "status",
                                                "progress",
                                                "outcome",
                                                "evidence",
                                                "risk",
                                                "oversight",
                                                "time",
                                                "known, not part of a plan"};
    return texts[heading];
}
