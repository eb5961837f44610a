/* A Sankey diagram: how many people go from where to where, by the width of a ribbon, and on each
 * node how many wait for it and how many are delayed in it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"

struct chart_sankey_node {
    const char *title;
    const char *note;      /* a small line below it, '97% in use'; NULL: none */
    double queue, delayed; /* people on an average day, drawn as bars; NAN or 0: none */
    bool tight;            /* full most of the time: its bar is hatched with a frame, and said */
};

/* From a node to another, by index. Ribbons between the same two nodes are added up; those from a
 * node to itself, or without people, are not drawn. */
struct chart_sankey_link {
    size_t from, to;
    double persons;
    bool held; /* people keep their place while they wait for it: drawn darker, with an outline */
};

struct chart_sankey {
    struct chart_frame frame;
    const char *persons_title; /* 'people in 2018/19' */
    const struct chart_sankey_node *nodes;
    size_t node_count;
    const struct chart_sankey_link *links;
    size_t link_count;
};
#define CHART_SANKEY_NODES 60
#define CHART_SANKEY_LINKS 600 /* further ones are neither drawn nor in the table */

/* 1000 wide where the frame does not say, and as high as it must be (at least 420). A node stands
 * the further to the right the more moves people have made on average when they come to it. */
void chart_sankey(const struct chart_sankey *chart, struct buf *out);

/* From where to where, how many, the widest first. */
void chart_sankey_table(const struct chart_sankey *chart, struct buf *out);
