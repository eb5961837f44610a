/* Where nodes and ribbons stand; see sankey_parts.h.
 *
 * SPDX-License-Identifier: MIT */
#include "sankey_parts.h"

#include "scale.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SWEEPS 200
#define ORDER_SWEEPS 12
#define MOST_COLUMNS 9
#define GAP 14.0 /* between slots */
#define LEAST_WIDTH 0.8

static bool counts(double persons) {
    return scale_holds(persons) && persons > 0;
}

static int wider_first(const void *a, const void *b) {
    const struct sankey_link *x = a, *y = b;
    if (x->persons != y->persons) return x->persons < y->persons ? 1 : -1;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

struct sankey sankey_make(const struct chart_sankey *chart, struct arena *arena) {
    struct sankey s = {.chart = chart};
    s.node_count = chart->node_count < CHART_SANKEY_NODES ? chart->node_count : CHART_SANKEY_NODES;
    s.nodes = ARENA_NEW(arena, struct sankey_node, s.node_count + 1);
    s.links = ARENA_NEW(arena, struct sankey_link, CHART_SANKEY_LINKS);
    for (size_t i = 0; i < s.node_count; i++) s.nodes[i].node = &chart->nodes[i];
    for (size_t i = 0; i < chart->link_count; i++) {
        const struct chart_sankey_link *link = &chart->links[i];
        if (link->from >= s.node_count || link->to >= s.node_count || link->from == link->to ||
            !counts(link->persons))
            continue;
        size_t k = 0;
        while (k < s.link_count && (s.links[k].from != link->from || s.links[k].to != link->to))
            k++;
        if (k == CHART_SANKEY_LINKS) continue;
        if (k == s.link_count)
            s.links[s.link_count++] = (struct sankey_link){.from = link->from, .to = link->to};
        s.links[k].persons += link->persons;
        s.links[k].held = s.links[k].held || link->held;
        s.nodes[link->from].out += link->persons;
        s.nodes[link->to].in += link->persons;
    }
    if (s.link_count) qsort(s.links, s.link_count, sizeof *s.links, wider_first);
    return s;
}

double sankey_label_height(const struct chart_sankey_node *node) {
    return 18 + (node->note && *node->note ? 15 : 0) + (counts(node->queue) ? 15 : 0) +
           (counts(node->delayed) ? 15 : 0);
}

/* The mean number of moves that people have made when they come to a node. Where less than half of
 * them come straight from a source, those are left out: they would draw a node to the left of what
 * leads to it. A walk that ends, so the sweeps converge. */
static void find_columns(struct sankey *s, struct arena *arena) {
    double *sum = ARENA_NEW(arena, double, 3 * s->node_count + 1), *people = sum + s->node_count,
           *direct = people + s->node_count;
    for (size_t i = 0; i < s->link_count; i++)
        if (s->nodes[s->links[i].from].in <= 0) direct[s->links[i].to] += s->links[i].persons;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        memset(sum, 0, 2 * s->node_count * sizeof *sum);
        for (size_t i = 0; i < s->link_count; i++) {
            const struct sankey_link *link = &s->links[i];
            if (s->nodes[link->from].in <= 0 && direct[link->to] < s->nodes[link->to].in / 2)
                continue;
            sum[link->to] += link->persons * (1 + s->nodes[link->from].moves);
            people[link->to] += link->persons;
        }
        for (size_t i = 0; i < s->node_count; i++)
            s->nodes[i].moves = people[i] > 0 ? fmin(sum[i] / people[i], MOST_COLUMNS - 2) : 0;
    }
    int last = 0;
    for (size_t i = 0; i < s->node_count; i++) {
        s->nodes[i].column = (int)lround(s->nodes[i].moves);
        if (s->nodes[i].out > 0 && s->nodes[i].column > last) last = s->nodes[i].column;
    }
    /* What people do not go on from stands at the end; empty columns are taken out. */
    bool used[MOST_COLUMNS + 1] = {false};
    for (size_t i = 0; i < s->node_count; i++) {
        if (s->nodes[i].out <= 0 && s->nodes[i].in > 0) s->nodes[i].column = last + 1;
        used[s->nodes[i].column] = true;
    }
    int at[MOST_COLUMNS + 1];
    for (int c = 0; c <= MOST_COLUMNS; c++) {
        at[c] = s->columns;
        s->columns += used[c];
    }
    for (size_t i = 0; i < s->node_count; i++) s->nodes[i].column = at[s->nodes[i].column];
}

static double centre(const struct sankey_node *node) {
    return node->y + node->height / 2;
}

/* Where its ribbons would draw a node to. */
static void find_middles(struct sankey *s, struct arena *arena) {
    double *sum = ARENA_NEW(arena, double, 2 * s->node_count + 2), *weight = sum + s->node_count;
    memset(sum, 0, 2 * s->node_count * sizeof *sum);
    for (size_t i = 0; i < s->link_count; i++) {
        const struct sankey_link *link = &s->links[i];
        sum[link->to] += link->persons * centre(&s->nodes[link->from]);
        weight[link->to] += link->persons;
        sum[link->from] += link->persons * centre(&s->nodes[link->to]);
        weight[link->from] += link->persons;
    }
    for (size_t i = 0; i < s->node_count; i++)
        s->nodes[i].middle = weight[i] > 0 ? sum[i] / weight[i] : centre(&s->nodes[i]);
}

/* The nodes of a column, by where they would stand. */
static size_t column_of(const struct sankey *s, int column, size_t *order) {
    size_t n = 0;
    for (size_t i = 0; i < s->node_count; i++) {
        if (s->nodes[i].column != column) continue;
        size_t k = n++;
        for (; k > 0 && s->nodes[order[k - 1]].middle > s->nodes[i].middle; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    return n;
}

static double slots_of(const struct sankey *s, const size_t *order, size_t n) {
    double sum = 0;
    for (size_t k = 0; k < n; k++) sum += s->nodes[order[k]].slot + (k ? GAP : 0);
    return sum;
}

/* From top to bottom where they want to be, no two over each other, all within the height. */
static void stack(struct sankey *s, const size_t *order, size_t n, double top, double height) {
    double free_from = top;
    for (size_t k = 0; k < n; k++) {
        struct sankey_node *node = &s->nodes[order[k]];
        node->y = fmax(node->middle - node->height / 2, free_from);
        free_from = node->y + node->slot + GAP;
    }
    double until = top + height;
    for (size_t k = n; k-- > 0;) {
        struct sankey_node *node = &s->nodes[order[k]];
        node->y = fmin(node->y, until - node->slot);
        until = node->y - GAP;
    }
}

/* People a unit of height: so that the fullest column takes the height that is wanted. */
static void find_scale(struct sankey *s, double wanted) {
    s->scale = INFINITY;
    for (int c = 0; c < s->columns; c++) {
        double persons = 0, labels = 0;
        for (size_t i = 0; i < s->node_count; i++) {
            const struct sankey_node *node = &s->nodes[i];
            if (node->column != c) continue;
            persons += fmax(node->in, node->out);
            labels += GAP;
        }
        if (persons > 0) s->scale = fmin(s->scale, fmax(wanted - labels, wanted / 2) / persons);
    }
    if (!isfinite(s->scale)) s->scale = 0;
    for (size_t i = 0; i < s->node_count; i++) {
        struct sankey_node *node = &s->nodes[i];
        node->height = fmax(fmax(node->in, node->out) * s->scale, 2);
        node->slot = fmax(node->height, sankey_label_height(node->node));
    }
    for (size_t i = 0; i < s->link_count; i++)
        s->links[i].width = fmax(s->links[i].persons * s->scale, LEAST_WIDTH);
}

/* Ribbons leave and reach a node in the order of where they go to and come from. */
static void place_ends(struct sankey *s, size_t node, bool out, struct arena *arena) {
    size_t *order = ARENA_NEW(arena, size_t, s->link_count + 1), n = 0;
    for (size_t i = 0; i < s->link_count; i++) {
        if ((out ? s->links[i].from : s->links[i].to) != node) continue;
        double y = centre(&s->nodes[out ? s->links[i].to : s->links[i].from]);
        size_t k = n++;
        for (; k > 0; k--) {
            const struct sankey_link *above = &s->links[order[k - 1]];
            if (centre(&s->nodes[out ? above->to : above->from]) <= y) break;
            order[k] = order[k - 1];
        }
        order[k] = i;
    }
    double at = s->nodes[node].y;
    for (size_t k = 0; k < n; k++) {
        struct sankey_link *link = &s->links[order[k]];
        *(out ? &link->y1 : &link->y2) = at;
        at += link->persons * s->scale;
    }
}

double sankey_place(struct sankey *s, double left, double right, double top, double wanted,
                    struct arena *arena) {
    size_t order[CHART_SANKEY_NODES];
    find_columns(s, arena);
    find_scale(s, wanted);
    double height = wanted;
    for (int c = 0; c < s->columns; c++) {
        size_t n = column_of(s, c, order);
        height = fmax(height, slots_of(s, order, n));
    }
    for (size_t i = 0; i < s->node_count; i++) {
        struct sankey_node *node = &s->nodes[i];
        node->x = left + (s->columns > 1 ? node->column * (right - left) / (s->columns - 1) : 0);
        node->middle = top + (double)i; /* at first in the caller's order */
    }
    for (int c = 0; c < s->columns; c++) stack(s, order, column_of(s, c, order), top, height);
    for (int sweep = 0; sweep < ORDER_SWEEPS; sweep++) {
        find_middles(s, arena);
        for (int k = 0; k < s->columns; k++) {
            int c = sweep % 2 ? s->columns - 1 - k : k;
            stack(s, order, column_of(s, c, order), top, height);
        }
    }
    for (size_t i = 0; i < s->node_count; i++) {
        place_ends(s, i, true, arena);
        place_ends(s, i, false, arena);
    }
    return height;
}
