/* Status words as stages; see stage.h.
 *
 * SPDX-License-Identifier: MIT */
#include "stage.h"

#include "heading.h"

#include <stdlib.h>
#include <string.h>

#define COLOUR "a colour says nothing of the stage without its key"

/* The first that is found wins: 'not complete' stands before 'complete'. */
static const struct {
    const char *phrase, *stage, *doubt;
} known[] = {
    {" not started ", "not started", ""},
    {" not yet started ", "not started", ""},
    {" to start ", "not started", ""},
    {" to commence ", "not started", ""},
    {" not commenced ", "not started", ""},
    {" not yet commenced ", "not started", ""},
    {" not begun ", "not started", ""},
    {" not yet begun ", "not started", ""},
    {" not due ", "not started", "not due may mean not started"},
    {" planned ", "not started", ""},
    {" not complete ", "in progress", "not complete may mean in progress or not started"},
    {" not completed ", "in progress", "not complete may mean in progress or not started"},
    {" not yet complete ", "in progress", "not complete may mean in progress or not started"},
    {" not yet completed ", "in progress", "not complete may mean in progress or not started"},
    {" not achieved ", "", "it may be in progress or stopped"},
    {" incomplete ", "in progress", "incomplete may mean in progress or not started"},
    {" partially complete ", "in progress", ""},
    {" partly complete ", "in progress", ""},
    {" part complete ", "in progress", ""},
    {" partially ", "in progress", ""},
    {" nearly complete ", "in progress", ""},
    {" mostly complete ", "in progress", ""},
    {" handed over ", "handed over", ""},
    {" transferred ", "handed over", ""},
    {" handed to ", "handed over", ""},
    {" rejected ", "", "what was rejected is no work that was done"},
    {" not accepted ", "", "what was rejected is no work that was done"},
    {" superseded ", "stopped", ""},
    {" cancelled ", "stopped", ""},
    {" withdrawn ", "stopped", ""},
    {" stopped ", "stopped", ""},
    {" no longer required ", "stopped", ""},
    {" discontinued ", "stopped", ""},
    {" on hold ", "", "on hold is no stage: the work may go on"},
    {" paused ", "", "paused is no stage: the work may go on"},
    {" embedded ", "embedded", "embedded wants a later check, which a status does not show"},
    {" business as usual ", "embedded",
     "business as usual wants a later check, which a status does not show"},
    {" verified ", "verified",
     "verified wants somebody outside the team, which a status does not show"},
    {" validated ", "verified",
     "verified wants somebody outside the team, which a status does not show"},
    {" signed off ", "claimed complete", ""},
    {" complete ", "claimed complete", ""},
    {" completed ", "claimed complete", ""},
    {" done ", "claimed complete", ""},
    {" delivered ", "claimed complete", ""},
    {" achieved ", "claimed complete", ""},
    {" implemented ", "claimed complete", ""},
    {" closed ", "claimed complete", ""},
    {" finished ", "claimed complete", ""},
    {" in place ", "claimed complete", ""},
    {" in progress ", "in progress", ""},
    {" progressing ", "in progress", ""},
    {" underway ", "in progress", ""},
    {" under way ", "in progress", ""},
    {" started ", "in progress", ""},
    {" commenced ", "in progress", ""},
    {" ongoing ", "in progress", ""},
    {" on going ", "in progress", ""},
    {" open ", "in progress", "open may mean in progress or not started"},
    {" on track ", "in progress", ""},
    {" on target ", "in progress", ""},
    {" on schedule ", "in progress", ""},
    {" overdue ", "", "it says something of the schedule, not of the work"},
    {" delayed ", "", "it says something of the schedule, not of the work"},
    {" behind ", "", "it says something of the schedule, not of the work"},
    {" slipped ", "", "it says something of the schedule, not of the work"},
    {" at risk ", "", "it says something of the schedule, not of the work"},
    {" off track ", "", "it says something of the schedule, not of the work"},
    {" red ", "", COLOUR},
    {" amber ", "", COLOUR},
    {" green ", "", COLOUR},
    {" blue ", "", COLOUR},
    {" r ", "", COLOUR},
    {" a ", "", COLOUR},
    {" g ", "", COLOUR},
    {" b ", "", COLOUR},
    {" yes ", "claimed complete", ""},
    {" y ", "claimed complete", ""},
    {" no ", "", "not complete may mean in progress or not started"},
    {" n ", "", "not complete may mean in progress or not started"},
};

/* Whether one of those words or phrases, each between blanks, stands before `end`. */
static bool has_one(const char *words, const char *end, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(words, list[i]);
        if (found && found < end) return true;
    }
    return false;
}

static const char *const denials[] = {" not ",     " never ",   " to be ",  " yet to ",
                                      " will be ", " nothing ", " unable ", " cannot "};

/* Whether one of the three words before `at` denies or only promises what stands there: 'not yet
 * implemented', 'to be completed'. */
static bool is_denied(const char *words, const char *at) {
    const char *from = at;
    for (int blanks = 0; from > words && blanks < 3; blanks += *from == ' ') from--;
    return has_one(from, at, denials, sizeof denials / sizeof denials[0]);
}

/* Whether the words before `at` leave what stands there the status of the whole: 'now fully'. */
static bool begins(const char *words, const char *at) {
    static const char *const openers =
        " a action actions all already amber are be been blue both currently fully green has have is it "
        "milestone never "
        "no not now rag recommendation red status still task the this to was were will work yet ";
    for (const char *word = words; word < at;) {
        const char *end = strchr(word + 1, ' ');
        char one[24];
        size_t n = (size_t)(end - word) + 1;
        if (n >= sizeof one) return false;
        memcpy(one, word, n);
        one[n] = '\0';
        if (!strstr(openers, one)) return false;
        word = end;
    }
    return true;
}

/* Whether something is kept back: 'complete but for training', 'implemented in part'. */
static bool is_hedged(const char *words) {
    static const char *const hedges[] = {
        " apart ",     " awaiting ", " but ",       " by ",     " except ",  " excluding ",
        " further ",   " however ",  " most ",      " once ",   " other ",   " outstanding ",
        " part ",      " partial ",  " partially ", " partly ", " pending ", " remain ",
        " remaining ", " remains ",  " should ",    " some ",   " still ",   " subject ",
        " unless ",    " until ",    " when ",      " will ",   " would "};
    return has_one(words, words + strlen(words), hedges, sizeof hedges / sizeof hedges[0]) ||
           has_one(words, words + strlen(words), denials, sizeof denials / sizeof denials[0]);
}

/* What the phrase `known[k]`, found at `at`, says of the work in those words. */
static struct stage_reading reading_of(size_t k, const char *words, const char *at) {
    struct stage_reading reading = {known[k].stage, known[k].doubt, false};
    reading.is_status = begins(words, at) && strcmp(known[k].doubt, COLOUR) != 0;
    bool is_done = strcmp(known[k].stage, "claimed complete") == 0;
    if ((is_done || strcmp(known[k].stage, "in progress") == 0) && is_denied(words, at)) {
        reading.stage = is_done ? "in progress" : "not started";
        reading.doubt = is_done
                            ? "what is not done, or only will be, may be in progress or not started"
                            : "it is denied that the work has begun";
    } else if (!*reading.doubt && (strlen(words) > 60 || !begins(words, at))) {
        /* A sentence with the word in it is no status. */
        reading.doubt = "the status is read out of a sentence";
    } else if (!*reading.doubt && is_done && is_hedged(words)) {
        reading.doubt = "it is said to be done, and something is kept back or still to come";
    }
    return reading;
}

struct stage_reading stage_read(struct str text, struct arena *arena) {
    text = str_trim(text);
    const char *words = heading_words(text, arena);
    if (words[1] == '\0') return (struct stage_reading){"", "", false};
    const char *percent = strchr(words, '%');
    if (percent) {
        const char *from = percent;
        while (from > words && from[-1] >= '0' && from[-1] <= '9') from--;
        long n = strtol(from, NULL, 10);
        if (from < percent)
            return (struct stage_reading){n >= 100 ? "claimed complete"
                                          : n > 0  ? "in progress"
                                                   : "not started",
                                          "", true};
    }
    /* The status that the words begin with wins: 'in progress (advert closed)' is not closed. Of
     * several lines, each of which may be one, what is the least done does. */
    bool one_line = !memchr(text.p, '\n', text.n);
    size_t best = SIZE_MAX;
    const char *best_at = NULL;
    bool best_begins = false;
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        const char *phrase = known[k].phrase;
        /* One letter, or yes and no, are the whole cell. */
        if (strlen(phrase) <= 5 && strcmp(phrase, " red ") != 0 && strcmp(words, phrase) != 0)
            continue;
        const char *at = strstr(words, phrase);
        if (!at) continue;
        bool first = one_line && begins(words, at) && strcmp(known[k].doubt, COLOUR) != 0;
        bool wins = best == SIZE_MAX || (first && (!best_begins || at < best_at));
        if (!wins) continue;
        best = k;
        best_at = at;
        best_begins = first;
    }
    if (best != SIZE_MAX) return reading_of(best, words, best_at);
    return (struct stage_reading){"", "no stage is recognised in it", false};
}
