/* What the files of the Sankey diagram share: sankey_layout.c says where all stands, sankey.c
 * draws.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "sankey.h"
#include "svg.h"

#define SANKEY_BAR 16.0 /* width of a node */

struct sankey_node {
    const struct chart_sankey_node *node;
    double in, out; /* people */
    int column;
    double moves;              /* made on average when people come to it */
    double x, y, height, slot; /* the slot holds bar and label */
    double middle;             /* where it would best stand */
};

struct sankey_link {
    size_t from, to;
    double persons, width;
    double y1, y2; /* top edges at both ends */
    bool held;
};

struct sankey {
    const struct chart_sankey *chart;
    struct sankey_node *nodes;
    struct sankey_link *links; /* the widest first */
    size_t node_count, link_count;
    int columns;
    double scale; /* units of height a person */
};

/* Adds up ribbons and nodes. */
struct sankey sankey_make(const struct chart_sankey *chart, struct arena *arena);

/* How high the label of a node is. */
double sankey_label_height(const struct chart_sankey_node *node);

/* Places everything between left and right from top downwards; wanted is the height that would be
 * nice. Returns the height that it takes. */
double sankey_place(struct sankey *sankey, double left, double right, double top, double wanted,
                    struct arena *arena);
