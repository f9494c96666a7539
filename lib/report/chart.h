/*
 * Private to the drawings (svg.c and a file a kind): a sheet to draw on.
 *
 * Positions are as in a language that is written to the right; a sheet of one
 * that is written to the left is mirrored as a whole, time and axes too, as
 * its readers expect.  "start" and "end" are therefore always as one reads.
 */
#ifndef BORDERTOOLS_REPORT_CHART_H
#define BORDERTOOLS_REPORT_CHART_H

#include "report/show.h"

enum {
    CHART_WIDTH = 720,
    CHART_FONT = 13,     /* px; of small texts 12 */
    CHART_SERIES = 7,    /* colours; more are drawn as one, "others" */
    CHART_REST = 7,      /* the colour of others */
    CHART_HEATS = 7,     /* steps of a heat map */
    CHART_ROWS = 40,     /* bars one below the other */
    CHART_POINTS = 5000, /* periods on an axis */
    CHART_CELLS = 400    /* columns or rows of a heat map */
};

typedef struct sheet {
    buf b; /* what is inside of the element */
    const report_result *r;
    report_text *t;
    arena a;
    bool rtl;
    double height; /* so far */
    unsigned id;
    bool withheld;       /* something is drawn as withheld: a note says so */
    uint64_t drawn, all; /* keys, when not all of them are drawn */
} sheet;

typedef enum anchor { START, MIDDLE, END } anchor;

/* class is one of the style's in svg.c. */
void draw_rect(sheet *s, double x, double y, double w, double h, const char *class);
void draw_line(sheet *s, double x1, double y1, double x2, double y2, const char *class);
void draw_dot(sheet *s, double x, double y, double radius, const char *class);
/* x is the baseline's start, middle or end; y the baseline. */
void draw_text(sheet *s, double x, double y, anchor a, const char *class, slice text);
/* The numbers of a path: "M x y", "L x y" ... with x mirrored. */
void draw_at(sheet *s, char command, double x, double y);
/* What a pointer is told about what is drawn until draw_end: "label: value". */
void draw_about(sheet *s, slice label, slice value);
void draw_end(sheet *s);
const char *series_class(const char *kind, size_t color, char text[8]);

/* ---- axes ---- */

/* Ticks at whole multiples of step, between lo and hi. */
typedef struct scale {
    double lo, hi, step;
    int decimals;
} scale;

/* Holds both ends, and 0, with about so many steps. */
scale scale_of(double lo, double hi, int steps);
/* Where a value lies, 0 to 1. */
double scale_at(const scale *s, double value);
slice scale_tick(sheet *s, const scale *c, double value, bool percent);
/* How wide the widest tick is, in px. */
double scale_width(sheet *s, const scale *c, bool percent);

/* ---- what is drawn of a result ---- */

/* A column of cells, or the sum of several. */
typedef struct series {
    slice label;
    size_t column[REPORT_ACROSS_MAX];
    size_t columns_n;
    size_t color;
    double total;
    bool percent;
} series;

/*
 * The values across of the first measure: the largest, in their order, and
 * the others as one where they can be added.  Returns how many; s has room
 * for CHART_SERIES + 1.
 */
size_t series_across(sheet *s, series *made);
/* The column of a measure for all that is across, or columns_n. */
size_t column_whole(const report_result *r, size_t measure);
/* Whether sums of its cells mean something. */
bool measure_adds(const report_measure *m);

typedef struct point {
    report_cell_state state;
    double value;
} point;

/* A series' value in a line: withheld where one of its cells is. */
point series_point(const report_result *r, const series *s, const report_line *line);
/* As the language writes it. */
slice point_text(sheet *s, const series *of, const point *p);

/* Names and colours in rows from y on; the y below them. */
double draw_legend(sheet *s, const series *made, size_t n, double y);

/* ---- kinds: false when there is nothing to draw ---- */

bool chart_bars(sheet *s);
bool chart_lines(sheet *s);
bool chart_stacked(sheet *s);
bool chart_pyramid(sheet *s);
bool chart_heat(sheet *s);
bool chart_flow(sheet *s);

/*
 * Groups whose first key is a period, in the order of time, with those that
 * are missing between: line NULL.  0: the key is none, or there are no groups.
 */
typedef struct moment_line {
    slice period;
    const report_line *line;
} moment_line;
size_t chart_periods(sheet *s, moment_line **made);
/* The axis of time below: n steps of width from x on, at y. */
void draw_periods(sheet *s, const moment_line *p, size_t n, double x, double width, double y);

#endif
