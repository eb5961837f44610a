/* The words of deadlines: tokens, and what known words and phrases mean.
 *
 * SPDX-License-Identifier: MIT */
#include "deadline_parts.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* A byte of a word: a letter, or part of a letter beyond ASCII. */
static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Signs of typesetting as plain ones; lower case. */
static struct str plain(struct str text, struct arena *arena) {
    static const struct {
        const char *from;
        char to;
    } signs[] = {
        {"\u2013", '-'},  {"\u2014", '-'},  {"\u2212", '-'}, {"\u2010", '-'},  {"\u2011", '-'},
        {"\u2018", '\''}, {"\u2019", '\''}, {"\u00a0", ' '}, {"\u2007", ' '},  {"\u202f", ' '},
        {"\u2009", ' '},  {"\u2026", '.'},  {"\u201c", ' '}, {"\u201d", ' '},  {"\u2044", '/'},
        {"\u2713", '\1'}, {"\u2714", '\1'}, {"\u2610", ' '}, {"\u2611", '\1'}, {"\ufeff", ' '},
        {"\u2192", '\2'}, {"\u21d2", '\2'}, {"->", '\2'},    {"=>", '\2'},     {"~", '\3'}};
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < text.n;) {
        size_t s = 0, n = 0;
        if ((unsigned char)text.p[i] >= 0x80 || strchr("-=~", text.p[i]))
            for (s = 0; s < sizeof signs / sizeof signs[0]; s++) {
                n = strlen(signs[s].from);
                if (n <= text.n - i && memcmp(text.p + i, signs[s].from, n) == 0) break;
                n = 0;
            }
        if (n && signs[s].to < ' ') {
            /* An arrow may be a move or a range: it is not firm. */
            static const char *const words[] = {" done ", " now approximately ", " approximately "};
            buf_puts(&out, words[signs[s].to - 1]);
            i += n;
        } else if (n) {
            buf_putc(&out, signs[s].to);
            i += n;
        } else {
            char c = text.p[i++];
            buf_putc(&out, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
        }
    }
    return (struct str){out.text ? out.text : "", out.length};
}

static size_t read_number(struct str text, size_t at, struct token *token) {
    size_t i = at;
    int value = 0;
    while (i < text.n && is_digit(text.p[i])) {
        if (i - at < 4) value = value * 10 + (text.p[i] - '0');
        i++;
    }
    token->kind = TOKEN_NUMBER;
    token->digits = (int)(i - at < 100 ? i - at : 100);
    token->value = token->digits <= 4 ? value : -1;
    token->text = (struct str){text.p + at, i - at};
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (size_t e = 0; e < 4; e++)
        if (text.n - i >= 2 && memcmp(text.p + i, endings[e], 2) == 0 &&
            !(text.n - i > 2 && is_word(text.p[i + 2]))) {
            token->ordinal = true;
            return i + 2;
        }
    return i;
}

struct token *deadline_tokens(struct str text, struct arena *arena, size_t *count) {
    text = plain(text, arena);
    struct token *tokens = ARENA_NEW(arena, struct token, text.n + 1);
    size_t n = 0;
    bool spaced = true;
    for (size_t i = 0; i < text.n;) {
        char c = text.p[i];
        struct token *token = &tokens[n];
        token->spaced = spaced;
        spaced = false;
        if (is_digit(c)) {
            i = read_number(text, i, token);
            n++;
        } else if (is_word(c)) {
            size_t from = i;
            while (i < text.n && is_word(text.p[i])) i++;
            token->kind = TOKEN_WORD;
            token->text = (struct str){text.p + from, i - from};
            n++;
        } else {
            i++;
            if (strchr("-/.,()'&+?:;\n", c) && c) {
                token->kind = TOKEN_SIGN;
                token->sign = c;
                token->text = (struct str){text.p + i - 1, 1};
                n++;
                spaced = c == '\n';
            } else {
                spaced = true;
            }
        }
    }
    tokens[n] = (struct token){.kind = TOKEN_END, .text = {"", 0}, .spaced = true};
    *count = n;
    return tokens;
}

size_t deadline_match(const struct token *tokens, size_t at, const char *pattern) {
    size_t i = at;
    while (*pattern) {
        size_t n = strcspn(pattern, " ");
        if (i > at && tokens[i].kind == TOKEN_SIGN &&
            (tokens[i].sign == '-' || tokens[i].sign == '.') && *pattern != '-')
            i++;
        if (tokens[i].kind == TOKEN_END || tokens[i].text.n != n ||
            memcmp(tokens[i].text.p, pattern, n) != 0)
            return 0;
        i++;
        pattern += n;
        while (*pattern == ' ') pattern++;
    }
    return i - at;
}

/* Longer phrases win over shorter ones. */
static const struct {
    enum mark mark;
    const char *pattern;
} known[] = {
    {MARK_FILLER, "the"},
    {MARK_FILLER, "in"},
    {MARK_FILLER, "on"},
    {MARK_FILLER, "of"},
    {MARK_FILLER, "for"},
    {MARK_FILLER, "at"},
    {MARK_FILLER, "a"},
    {MARK_FILLER, "an"},
    {MARK_FILLER, "be"},
    {MARK_FILLER, "due"},
    {MARK_FILLER, "due date"},
    {MARK_FILLER, "date"},
    {MARK_FILLER, "deadline"},
    {MARK_FILLER, "target"},
    {MARK_FILLER, "target date"},
    {MARK_FILLER, "timescale"},
    {MARK_FILLER, "during"},
    {MARK_FILLER, "within"},
    {MARK_FILLER, "completion"},
    {MARK_FILLER, "completion date"},
    {MARK_FILLER, "for completion"},
    {MARK_FILLER, "to complete"},
    {MARK_FILLER, "latest"},
    {MARK_FILLER, "next"},
    {MARK_FILLER, "first"},
    {MARK_FILLER, "time"},
    {MARK_FILLER, "period"},
    {MARK_FILLER, "over"},
    {MARK_FILLER, "month"},
    {MARK_FILLER, "year"},
    {MARK_FILLER, "roadmap"},
    {MARK_FILLER, "all"},
    {MARK_FILLER, "all actions"},
    {MARK_FILLER, "for all actions"},
    {MARK_FILLER, "actions"},
    {MARK_FILLER, "financial"},
    {MARK_FILLER, "plan"},
    {MARK_FILLER, "other"},
    {MARK_FILLER, "others"},
    {MARK_FILLER, "remaining"},
    {MARK_FILLER, "further"},
    {MARK_FILLER, "rest"},
    {MARK_BY, "by"},
    {MARK_BY, "complete by"},
    {MARK_BY, "completed by"},
    {MARK_BY, "to be completed"},
    {MARK_BY, "to be completed by"},
    {MARK_BY, "to be complete by"},
    {MARK_BY, "completion by"},
    {MARK_BY, "complete in"},
    {MARK_BY, "to complete by"},
    {MARK_BY, "to be delivered by"},
    {MARK_BY, "to be delivered"},
    {MARK_BY, "to be in place by"},
    {MARK_BY, "in place by"},
    {MARK_BY, "in place from"},
    {MARK_BY, "delivered by"},
    {MARK_BY, "implemented by"},
    {MARK_BY, "to be implemented by"},
    {MARK_BY, "finished by"},
    {MARK_BY, "done by"},
    {MARK_BY, "to be agreed by"},
    {MARK_BY, "to be confirmed by"},
    {MARK_BY, "no later than"},
    {MARK_BY, "not later than"},
    {MARK_BY, "due by"},
    {MARK_BY, "on or before"},
    {MARK_BY, "close of play"},
    {MARK_BY, "close of business"},
    {MARK_BY, "cop"},
    {MARK_BY, "cob"},
    {MARK_BY, "at the latest"},
    {MARK_BEFORE, "before"},
    {MARK_BEFORE, "prior to"},
    {MARK_BEFORE, "ahead of"},
    {MARK_BEFORE, "in advance of"},
    {MARK_BEFORE, "completed before"},
    {MARK_BEFORE, "complete before"},
    {MARK_AFTER, "after"},
    {MARK_AFTER, "following"},
    {MARK_AFTER, "post"},
    {MARK_FROM, "from"},
    {MARK_FROM, "not before"},
    {MARK_FROM, "no earlier than"},
    {MARK_FROM, "starting"},
    {MARK_FROM, "starting from"},
    {MARK_FROM, "starts"},
    {MARK_FROM, "start"},
    {MARK_FROM, "start date"},
    {MARK_FROM, "to start"},
    {MARK_FROM, "to start in"},
    {MARK_FROM, "start in"},
    {MARK_FROM, "commencing"},
    {MARK_FROM, "commencing in"},
    {MARK_FROM, "commences"},
    {MARK_FROM, "commence"},
    {MARK_FROM, "to commence"},
    {MARK_FROM, "beginning"},
    {MARK_FROM, "begins"},
    {MARK_FROM, "begin"},
    {MARK_FROM, "to begin"},
    {MARK_FROM, "since"},
    {MARK_FROM, "with effect from"},
    {MARK_FROM, "effective from"},
    {MARK_FROM, "as of"},
    {MARK_FROM, "as from"},
    {MARK_ONWARDS, "onwards"},
    {MARK_ONWARDS, "onward"},
    {MARK_ONWARDS, "and beyond"},
    {MARK_ONWARDS, "and after"},
    {MARK_ONWARDS, "and ongoing"},
    {MARK_ONWARDS, "then ongoing"},
    {MARK_ONWARDS, "and on going"},
    {MARK_ONWARDS, "+"},
    {MARK_UNTIL, "to"},
    {MARK_UNTIL, "until"},
    {MARK_UNTIL, "till"},
    {MARK_UNTIL, "through"},
    {MARK_UNTIL, "through to"},
    {MARK_UNTIL, "through until"},
    {MARK_UNTIL, "up to"},
    {MARK_UNTIL, "ending"},
    {MARK_UNTIL, "ends"},
    {MARK_UNTIL, "end"},
    {MARK_UNTIL, "end date"},
    {MARK_UNTIL, "finish"},
    {MARK_UNTIL, "-"},
    {MARK_BETWEEN, "between"},
    {MARK_AND, "and"},
    {MARK_AND, "or"},
    {MARK_AND, "&"},
    {MARK_AND, "/"},
    {MARK_ONGOING, "ongoing"},
    {MARK_ONGOING, "on going"},
    {MARK_ONGOING, "ongoing action"},
    {MARK_ONGOING, "continuous"},
    {MARK_ONGOING, "continuously"},
    {MARK_ONGOING, "continual"},
    {MARK_ONGOING, "continuing"},
    {MARK_ONGOING, "continues"},
    {MARK_ONGOING, "rolling"},
    {MARK_ONGOING, "rolling programme"},
    {MARK_ONGOING, "business as usual"},
    {MARK_ONGOING, "bau"},
    {MARK_ONGOING, "throughout"},
    {MARK_ONGOING, "permanent"},
    {MARK_ONGOING, "open ended"},
    {MARK_ONGOING, "long term"},
    {MARK_RECURRING, "daily"},
    {MARK_RECURRING, "weekly"},
    {MARK_RECURRING, "fortnightly"},
    {MARK_RECURRING, "monthly"},
    {MARK_RECURRING, "bi monthly"},
    {MARK_RECURRING, "bimonthly"},
    {MARK_RECURRING, "quarterly"},
    {MARK_RECURRING, "annually"},
    {MARK_RECURRING, "annual"},
    {MARK_RECURRING, "bi annually"},
    {MARK_RECURRING, "biannually"},
    {MARK_RECURRING, "bi annual"},
    {MARK_RECURRING, "yearly"},
    {MARK_RECURRING, "half yearly"},
    {MARK_RECURRING, "termly"},
    {MARK_RECURRING, "regularly"},
    {MARK_RECURRING, "every day"},
    {MARK_RECURRING, "every week"},
    {MARK_RECURRING, "every month"},
    {MARK_RECURRING, "every quarter"},
    {MARK_RECURRING, "every year"},
    {MARK_RECURRING, "each week"},
    {MARK_RECURRING, "each month"},
    {MARK_RECURRING, "each quarter"},
    {MARK_RECURRING, "each year"},
    {MARK_RECURRING, "per month"},
    {MARK_RECURRING, "per quarter"},
    {MARK_RECURRING, "once a month"},
    {MARK_RECURRING, "once a year"},
    {MARK_RECURRING, "twice a year"},
    {MARK_RECURRING, "twice yearly"},
    {MARK_RECURRING, "every two months"},
    {MARK_RECURRING, "every six months"},
    {MARK_RECURRING, "six monthly"},
    {MARK_RECURRING, "at each meeting"},
    {MARK_RECURRING, "every meeting"},
    {MARK_TBC, "tbc"},
    {MARK_TBC, "t b c"},
    {MARK_TBC, "tba"},
    {MARK_TBC, "tbd"},
    {MARK_TBC, "to be confirmed"},
    {MARK_TBC, "to be agreed"},
    {MARK_TBC, "to be announced"},
    {MARK_TBC, "to be advised"},
    {MARK_TBC, "to be decided"},
    {MARK_TBC, "to be determined"},
    {MARK_TBC, "to be set"},
    {MARK_TBC, "to be identified"},
    {MARK_TBC, "to follow"},
    {MARK_TBC, "not yet agreed"},
    {MARK_TBC, "not yet known"},
    {MARK_TBC, "not yet set"},
    {MARK_TBC, "not known"},
    {MARK_TBC, "unknown"},
    {MARK_TBC, "awaiting confirmation"},
    {MARK_TBC, "further deadlines tbc"},
    {MARK_TBC, "further deadlines to be confirmed"},
    {MARK_TBC, "further dates tbc"},
    {MARK_TBC, "date tbc"},
    {MARK_TBC, "dates tbc"},
    {MARK_TBC, "deadline tbc"},
    {MARK_TBC, "deadlines tbc"},
    {MARK_TBC, "timescale tbc"},
    {MARK_TBC, "timescales tbc"},
    {MARK_TBC, "?"},
    {MARK_NOTHING, "n / a"},
    {MARK_NOTHING, "na"},
    {MARK_NOTHING, "n a"},
    {MARK_NOTHING, "none"},
    {MARK_NOTHING, "nil"},
    {MARK_NOTHING, "not applicable"},
    {MARK_NOTHING, "no date"},
    {MARK_NOTHING, "no deadline"},
    {MARK_DONE, "done"},
    {MARK_DONE, "complete"},
    {MARK_DONE, "completed"},
    {MARK_DONE, "action complete"},
    {MARK_DONE, "action completed"},
    {MARK_DONE, "already complete"},
    {MARK_DONE, "already completed"},
    {MARK_DONE, "now complete"},
    {MARK_DONE, "achieved"},
    {MARK_DONE, "delivered"},
    {MARK_DONE, "implemented"},
    {MARK_DONE, "in place"},
    {MARK_DONE, "already in place"},
    {MARK_DONE, "closed"},
    {MARK_DONE, "finished"},
    {MARK_DONE, "signed off"},
    {MARK_STATUS, "not complete"},
    {MARK_STATUS, "not completed"},
    {MARK_STATUS, "not yet complete"},
    {MARK_STATUS, "not yet completed"},
    {MARK_STATUS, "incomplete"},
    {MARK_STATUS, "partially complete"},
    {MARK_STATUS, "partly complete"},
    {MARK_STATUS, "part complete"},
    {MARK_STATUS, "mostly complete"},
    {MARK_STATUS, "nearly complete"},
    {MARK_STATUS, "largely complete"},
    {MARK_STATUS, "in progress"},
    {MARK_STATUS, "underway"},
    {MARK_STATUS, "under way"},
    {MARK_STATUS, "on track"},
    {MARK_STATUS, "on target"},
    {MARK_STATUS, "overdue"},
    {MARK_STATUS, "delayed"},
    {MARK_STATUS, "on hold"},
    {MARK_STATUS, "paused"},
    {MARK_STATUS, "not started"},
    {MARK_STATUS, "started"},
    {MARK_STATUS, "commenced"},
    {MARK_DOUBT, "approximately"},
    {MARK_DOUBT, "approx"},
    {MARK_DOUBT, "circa"},
    {MARK_DOUBT, "c"},
    {MARK_DOUBT, "around"},
    {MARK_DOUBT, "about"},
    {MARK_DOUBT, "provisional"},
    {MARK_DOUBT, "provisionally"},
    {MARK_DOUBT, "likely"},
    {MARK_DOUBT, "expected"},
    {MARK_DOUBT, "estimated"},
    {MARK_DOUBT, "anticipated"},
    {MARK_DOUBT, "proposed"},
    {MARK_DOUBT, "planned"},
    {MARK_DOUBT, "indicative"},
    {MARK_DOUBT, "aim"},
    {MARK_DOUBT, "aiming"},
    {MARK_DOUBT, "draft"},
    {MARK_NOW, "immediate"},
    {MARK_NOW, "immediately"},
    {MARK_NOW, "with immediate effect"},
    {MARK_NOW, "immediate effect"},
    {MARK_NOW, "immediate action"},
    {MARK_NOW, "straight away"},
    {MARK_SOON, "asap"},
    {MARK_SOON, "a s a p"},
    {MARK_SOON, "as soon as possible"},
    {MARK_SOON, "as soon as practicable"},
    {MARK_SOON, "urgent"},
    {MARK_SOON, "urgently"},
    {MARK_SOON, "short term"},
    {MARK_SOON, "medium term"},
    {MARK_SOON, "in due course"},
    {MARK_REVIEW, "review"},
    {MARK_REVIEW, "reviewed"},
    {MARK_REVIEW, "review date"},
    {MARK_REVIEW, "to be reviewed"},
    {MARK_REVIEW, "for review"},
    {MARK_REVIEW, "next review"},
    {MARK_REVIEW, "with review"},
    {MARK_WAS, "originally"},
    {MARK_WAS, "original"},
    {MARK_WAS, "original date"},
    {MARK_WAS, "original deadline"},
    {MARK_WAS, "original target"},
    {MARK_WAS, "was"},
    {MARK_WAS, "previously"},
    {MARK_WAS, "formerly"},
    {MARK_WAS, "revised from"},
    {MARK_WAS, "moved from"},
    {MARK_WAS, "changed from"},
    {MARK_WAS, "extended from"},
    {MARK_WAS, "amended from"},
    {MARK_WAS, "slipped from"},
    {MARK_WAS, "deferred from"},
    {MARK_WAS, "delayed from"},
    {MARK_WAS, "brought forward from"},
    {MARK_NEW, "now"},
    {MARK_NEW, "revised"},
    {MARK_NEW, "revised to"},
    {MARK_NEW, "revised date"},
    {MARK_NEW, "revised deadline"},
    {MARK_NEW, "new date"},
    {MARK_NEW, "new deadline"},
    {MARK_NEW, "moved to"},
    {MARK_NEW, "changed to"},
    {MARK_NEW, "extended to"},
    {MARK_NEW, "extended until"},
    {MARK_NEW, "amended to"},
    {MARK_NEW, "slipped to"},
    {MARK_NEW, "deferred to"},
    {MARK_NEW, "delayed to"},
    {MARK_NEW, "delayed until"},
    {MARK_NEW, "rescheduled to"},
    {MARK_NEW, "rescheduled for"},
    {MARK_NEW, "postponed to"},
    {MARK_NEW, "brought forward to"},
    {MARK_WAITS, "subject to"},
    {MARK_WAITS, "dependent on"},
    {MARK_WAITS, "dependent upon"},
    {MARK_WAITS, "depending on"},
    {MARK_WAITS, "pending"},
    {MARK_WAITS, "awaiting"},
    {MARK_WAITS, "once"},
    {MARK_WAITS, "when"},
    {MARK_WAITS, "next meeting"},
    {MARK_WAITS, "to align with"},
    {MARK_WAITS, "in line with"},
    {MARK_OPEN, "("},
    {MARK_CLOSE, ")"},
    {MARK_STOP, ","},
    {MARK_STOP, "."},
    {MARK_STOP, ";"},
    {MARK_STOP, ":"},
    {MARK_STOP, "\n"},
    {MARK_FILLER, "'"},
};

/* '6 monthly', '3-monthly', 'every 6 months', 'every 2 years'. */
static size_t recurring_number(const struct token *tokens, size_t at) {
    size_t every = deadline_match(tokens, at, "every");
    size_t i = at + every;
    if (tokens[i].kind != TOKEN_NUMBER) return 0;
    i++;
    if (tokens[i].kind == TOKEN_SIGN && tokens[i].sign == '-') i++;
    static const char *const units[] = {"days",   "weeks",   "months", "years",
                                        "weekly", "monthly", "yearly"};
    for (size_t u = every ? 0 : 4; u < sizeof units / sizeof units[0]; u++)
        if (deadline_match(tokens, i, units[u])) return i + 1 - at;
    return 0;
}

/* The longest known words, which become *used of at least that many tokens. */
static enum mark longest(const struct token *tokens, size_t at, enum mark mark, size_t *used) {
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        size_t n = deadline_match(tokens, at, known[k].pattern);
        if (n <= *used) continue;
        *used = n;
        mark = known[k].mark;
    }
    return mark;
}

/* 'to be complete', 'will be in place': it is not done. */
static size_t not_done_yet(const struct token *tokens, size_t at) {
    static const char *const yet[] = {"to be",  "will be",      "should be",     "must be",
                                      "can be", "to have been", "will have been"};
    for (size_t y = 0; y < sizeof yet / sizeof yet[0]; y++) {
        size_t n = deadline_match(tokens, at, yet[y]), done = 0;
        if (n && longest(tokens, at + n, MARK_WORD, &done) == MARK_DONE) return n + done;
    }
    return 0;
}

enum mark deadline_mark(const struct token *tokens, size_t at, size_t *used) {
    *used = recurring_number(tokens, at);
    if (*used) return MARK_RECURRING;
    *used = not_done_yet(tokens, at);
    enum mark mark = longest(tokens, at, *used ? MARK_BY : MARK_WORD, used);
    if (*used == 0) *used = 1;
    return mark;
}
