/* Status words as stages; see stage.h.
 *
 * SPDX-License-Identifier: MIT */
#include "stage.h"

#include "heading.h"

#include <stdlib.h>
#include <string.h>

/* The first that is found wins: 'not complete' stands before 'complete'. */
static const struct {
    const char *phrase, *stage, *doubt;
} known[] = {
    {" not started ", "not started", ""},
    {" not yet started ", "not started", ""},
    {" to start ", "not started", ""},
    {" to commence ", "not started", ""},
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
    {" red ", "", "a colour says nothing of the stage without its key"},
    {" amber ", "", "a colour says nothing of the stage without its key"},
    {" green ", "", "a colour says nothing of the stage without its key"},
    {" blue ", "", "a colour says nothing of the stage without its key"},
    {" r ", "", "a colour says nothing of the stage without its key"},
    {" a ", "", "a colour says nothing of the stage without its key"},
    {" g ", "", "a colour says nothing of the stage without its key"},
    {" b ", "", "a colour says nothing of the stage without its key"},
    {" yes ", "claimed complete", ""},
    {" y ", "claimed complete", ""},
    {" no ", "", "not complete may mean in progress or not started"},
    {" n ", "", "not complete may mean in progress or not started"},
};

struct stage_reading stage_read(struct str text, struct arena *arena) {
    text = str_trim(text);
    const char *words = heading_words(text, arena);
    if (words[1] == '\0') return (struct stage_reading){"", ""};
    const char *percent = strchr(words, '%');
    if (percent) {
        const char *from = percent;
        while (from > words && from[-1] >= '0' && from[-1] <= '9') from--;
        long n = strtol(from, NULL, 10);
        if (from < percent)
            return (struct stage_reading){n >= 100 ? "claimed complete"
                                          : n > 0  ? "in progress"
                                                   : "not started",
                                          ""};
    }
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        const char *phrase = known[k].phrase;
        /* One letter, or yes and no, are the whole cell. */
        if (strlen(phrase) <= 5 && strcmp(phrase, " red ") != 0 && strcmp(words, phrase) != 0)
            continue;
        if (!strstr(words, phrase)) continue;
        const char *doubt = known[k].doubt;
        /* A sentence with the word in it is no status. */
        if (!*doubt && strlen(words) > 60) doubt = "the status is read out of a sentence";
        return (struct stage_reading){known[k].stage, doubt};
    }
    return (struct stage_reading){"", "no stage is recognised in it"};
}
