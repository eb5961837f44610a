/* Words of posts, organisations and names; see lead_words.h and lead.h.
 *
 * SPDX-License-Identifier: MIT */
#include "lead_words.h"

#include <string.h>
#include <strings.h>

static const char *const posts[] = {"director",     "directors",    "chief",
                                    "officer",      "officers",     "head",
                                    "heads",        "lead",         "leads",
                                    "leader",       "manager",      "managers",
                                    "chair",        "chairs",       "chairman",
                                    "chairperson",  "commissioner", "commissioners",
                                    "sro",          "executive",    "executives",
                                    "nurse",        "nurses",       "consultant",
                                    "consultants",  "gp",           "gps",
                                    "clinician",    "clinicians",   "dass",
                                    "dcs",          "ceo",          "cfo",
                                    "coo",          "cno",          "cmo",
                                    "dph",          "accountable",  "coordinator",
                                    "deputy",       "assistant",    "associate",
                                    "councillor",   "member",       "responsible",
                                    "owner",        "analyst",      "administrator",
                                    "secretary",    "president",    "guardian",
                                    "guardians",    "specialist",   "adviser",
                                    "advisor",      "champion",     "supervisor",
                                    "matron",       "pharmacist",   "therapist",
                                    "planner",      "practitioner", "superintendent",
                                    "inspector",    "co-chair",     "co-chairs",
                                    "chairs",       "convenor",     "headteacher",
                                    "headteachers", "governor",     "governors",
                                    "holder"};

static const char *const groups[] = {
    "council",       "ccg",          "ccgs",           "icb",
    "ics",           "stp",          "trust",          "trusts",
    "nhs",           "board",        "boards",         "group",
    "groups",        "workstream",   "workstreams",    "team",
    "teams",         "partnership",  "partnerships",   "committee",
    "forum",         "healthwatch",  "hospital",       "hospitals",
    "university",    "foundation",   "service",        "services",
    "partners",      "partner",      "system",         "department",
    "directorate",   "providers",    "provider",       "network",
    "steering",      "health",       "care",           "authority",
    "authorities",   "county",       "city",           "borough",
    "district",      "all",          "leaders",        "organisations",
    "organisation",  "agencies",     "sector",         "alliance",
    "collaborative", "programme",    "project",        "office",
    "unit",          "police",       "fire",           "ambulance",
    "practice",      "practices",    "federation",     "voluntary",
    "community",     "social",       "housing",        "commissioning",
    "finance",       "workforce",    "communications", "cabinet",
    "cell",          "hub",          "taskforce",      "consortium",
    "primary",       "secondary",    "acute",          "public",
    "executive",     "college",      "school",         "schools",
    "everyone",      "staff",        "adults",         "children",
    "services",      "strategy",     "transformation", "engagement",
    "delivery",      "medicine",     "medicines",      "emergency",
    "surgery",       "paediatrics",  "maternity",      "midwifery",
    "nursing",       "theatres",     "pharmacy",       "estates",
    "safeguarding",  "protection",   "child",          "education",
    "learning",      "disabilities", "disability",     "operations",
    "planning",      "performance",  "information",    "governance",
    "prevention",    "wellbeing",    "discharge",      "elective",
    "cancer",        "stroke",       "diagnostics",    "therapies",
    "corporate",     "procurement",  "digital",        "mental",
    "inclusion",     "families",     "adult",          "urgent",
    "locality",      "quality"};

/* Groups that a name may stand behind, and 'and' may part: 'the council and a chief nurse'. */
static const char *const bodies[] = {
    "workstream", "board",     "group",      "team",        "committee", "partnership", "trust",
    "council",    "ccg",       "department", "directorate", "network",   "programme",   "forum",
    "hospital",   "hospitals", "university", "authority",   "police"};

static const char *const titles[] = {"mr",  "mrs",  "ms",   "miss", "dr",   "prof", "professor",
                                     "sir", "dame", "cllr", "lord", "lady", "rev"};

static bool in_list(const char *word, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0) return true;
    return false;
}
#define IN(word, list) in_list((word), (list), sizeof(list) / sizeof(list)[0])

void lead_words_of(struct str text, struct lead_words *w) {
    *w = (struct lead_words){0};
    for (size_t i = 0; i < text.n;) {
        unsigned char c = (unsigned char)text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (c >= '0' && c <= '9') w->digits = true;
        if (!letter) {
            i++;
            continue;
        }
        char word[32];
        size_t n = 0, from = i, upper = 0;
        for (; i < text.n; i++) {
            c = (unsigned char)text.p[i];
            bool inner = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80 ||
                         c == '\'' || (c == '-' && i > from);
            if (!inner) break;
            if (c >= 'A' && c <= 'Z') upper++;
            if (n + 1 < sizeof word) word[n++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
        }
        word[n] = '\0';
        w->count++;
        bool first_capital = text.p[from] >= 'A' && text.p[from] <= 'Z';
        if (IN(word, posts)) w->posts++;
        if (IN(word, groups)) w->groups++;
        if (IN(word, bodies)) w->bodies++;
        if (IN(word, titles)) w->titles++;
        if (first_capital) w->capitals++;
        if (upper >= 2 && upper + 1 >= i - from && i - from <= 8) w->acronyms++;
        if (!first_capital) w->small++;
    }
}

enum lead_part lead_classify(struct str text, struct arena *arena) {
    (void)arena;
    struct lead_words w;
    lead_words_of(str_trim(text), &w);
    if (w.count == 0) return LEAD_OTHER;
    /* '(with support from finance)' leads nothing. */
    static const char *const aside[] = {"with ", "supported ", "in partnership ", "support from "};
    for (size_t i = 0; i < sizeof aside / sizeof aside[0]; i++)
        if (strncasecmp(str_trim(text).p, aside[i], strlen(aside[i])) == 0 &&
            str_trim(text).n > strlen(aside[i]))
            return LEAD_OTHER;
    bool named = w.titles > 0 && w.count <= 5 && w.count > 1;
    if (w.posts) return LEAD_POST;
    if (named) return LEAD_NAME;
    if (w.groups || w.acronyms) return LEAD_GROUP;
    if (w.count >= 2 && w.count <= 4 && w.small == 0 && !w.digits) return LEAD_NAME;
    return LEAD_OTHER;
}

size_t lead_name_behind(struct str text) {
    size_t at = 0, words = 0;
    bool capitals = false;
    for (size_t i = 0; i < text.n;) {
        size_t end = i;
        while (end < text.n && text.p[end] != ' ') end++;
        char word[32];
        size_t n = end - i < sizeof word - 1 ? end - i : sizeof word - 1;
        for (size_t k = 0; k < n; k++) {
            char c = text.p[i + k];
            word[k] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
        }
        word[n] = '\0';
        if (IN(word, bodies)) {
            at = end + 1;
            words = 0;
            capitals = true;
        } else if (at) {
            words++;
            bool upper = text.p[i] >= 'A' && text.p[i] <= 'Z';
            capitals &= upper && !IN(word, groups) && !IN(word, posts);
        }
        i = end + 1;
    }
    return at && at < text.n && capitals && words >= 2 && words <= 4 ? at : 0;
}

bool lead_is_body(struct str text) {
    size_t at = text.n;
    while (at && text.p[at - 1] != ' ') at--;
    struct lead_words last;
    lead_words_of((struct str){text.p + at, text.n - at}, &last);
    return last.bodies > 0 || last.acronyms > 0;
}
