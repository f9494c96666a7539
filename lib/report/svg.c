/* Drawings as SVG 1.1: the sheet, its style, its frame. */
#include "report/chart.h"

#include <math.h>
#include <stdio.h>

/*
 * Colours stand beside each other for readers who see all colours and for
 * those who do not tell red from green or blue from yellow: their lightness
 * differs, too.  They are written out and not as variables, which other
 * programs than browsers do not know.  The first set is for light paper.
 */
#define COLORS(_)                                                                                  \
    _(0, "#1f5fa6", "#6aaee8")                                                                     \
    _(1, "#e08214", "#f2a347")                                                                     \
    _(2, "#2a9d8f", "#56c7b8")                                                                     \
    _(3, "#8e4585", "#cf8fc8") _(4, "#c44536", "#ef8a7c") _(5, "#3d4a57", "#d5dde6")               \
        _(6, "#b5a642", "#d8cc76") _(7, "#9aa3ad", "#77818d")
#define HEATS(_)                                                                                   \
    _(0, "#eef3f8", "#1d2733")                                                                     \
    _(1, "#d3e2f0", "#1f3a55")                                                                     \
    _(2, "#abc9e5", "#1f5078")                                                                     \
    _(3, "#7daad6", "#27699e") _(4, "#4f87c0", "#4488c2") _(5, "#2b629f", "#7db2e2")               \
        _(6, "#123f73", "#cfe6fa")
#define LIGHT(n, light, dark) ".c" #n "{fill:" light "}.l" #n "{stroke:" light "}"
#define DARK(n, light, dark)  ".c" #n "{fill:" dark "}.l" #n "{stroke:" dark "}"
#define COOL(n, light, dark)  ".h" #n "{fill:" light "}"
#define WARM(n, light, dark)  ".h" #n "{fill:" dark "}"

static const char style[] =
    "svg.chart text{font-family:system-ui,sans-serif;font-size:13px;fill:#1b2430}"
    "svg.chart .soft{font-size:12px;fill:#56606d}svg.chart .head{font-weight:600}"
    "svg.chart .title{font-size:16px;font-weight:600}"
    "svg.chart .num{font-variant-numeric:tabular-nums}"
    ".grid{stroke:#dfe3e8}.axis{stroke:#7c8692}.hatch{stroke:#7c8692}.paper{fill:#fff}"
    ".ln{fill:none;stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}"
    ".area{fill-opacity:.1}.flow{fill-opacity:.4}" COLORS(LIGHT)
        HEATS(COOL) "@media (prefers-color-scheme:dark){"
                    "svg.chart text{fill:#e7eaee}svg.chart .soft{fill:#a3adb9}"
                    ".grid{stroke:#313943}.axis{stroke:#8a94a0}.hatch{stroke:#8a94a0}.paper{fill:#"
                    "14181e}" COLORS(DARK)
                        HEATS(WARM) "}"
                                    "@media print{svg.chart text,svg.chart "
                                    ".soft{fill:#000}.grid{stroke:#ccc}.axis,.hatch{stroke:#555}"
                                    ".paper{fill:#fff}" COLORS(LIGHT) HEATS(COOL) "}";

const slice chart_style = {style, sizeof style - 1};

/* ---- marks ---- */

/* A coordinate: one decimal, never what is no number of SVG. */
static void
put_number(buf *b, double v)
{
    char text[32];

    if (!isfinite(v))
        v = 0;
    v = v < -1e5 ? -1e5 : v > 1e5 ? 1e5 : v;
    int n = snprintf(text, sizeof text, "%.1f", v);
    if (n > 2 && text[n - 1] == '0')
        n -= 2;
    buf_puts(b, n == 2 && text[0] == '-' && text[1] == '0' ? S("0") : (slice){text, (size_t)n});
}

static void
put_attribute(buf *b, const char *name, double v)
{
    buf_printf(b, " %s=\"", name);
    put_number(b, v);
    buf_putc(b, '"');
}

static double
mirrored(const sheet *s, double x)
{
    return s->rtl ? CHART_WIDTH - x : x;
}

void
draw_rect(sheet *s, double x, double y, double w, double h, const char *class)
{
    if (!(w > 0) || !(h > 0))
        return;
    buf_printf(&s->b, "<rect class=\"%s\"", class);
    put_attribute(&s->b, "x", s->rtl ? mirrored(s, x + w) : x);
    put_attribute(&s->b, "y", y);
    put_attribute(&s->b, "width", w);
    put_attribute(&s->b, "height", h);
    if (strcmp(class, "withheld") == 0)
        buf_printf(&s->b, " fill=\"url(#hatch-%u)\"", s->id);
    buf_puts(&s->b, S("/>"));
}

void
draw_line(sheet *s, double x1, double y1, double x2, double y2, const char *class)
{
    buf_printf(&s->b, "<line class=\"%s\"", class);
    put_attribute(&s->b, "x1", mirrored(s, x1));
    put_attribute(&s->b, "y1", y1);
    put_attribute(&s->b, "x2", mirrored(s, x2));
    put_attribute(&s->b, "y2", y2);
    buf_puts(&s->b, S("/>"));
}

void
draw_dot(sheet *s, double x, double y, double radius, const char *class)
{
    buf_printf(&s->b, "<circle class=\"%s\"", class);
    put_attribute(&s->b, "cx", mirrored(s, x));
    put_attribute(&s->b, "cy", y);
    put_attribute(&s->b, "r", radius);
    buf_puts(&s->b, S("/>"));
}

void
draw_text(sheet *s, double x, double y, anchor a, const char *class, slice text)
{
    static const char *const name[] = {"start", "middle", "end"};

    if (text.n == 0)
        return;
    buf_puts(&s->b, S("<text"));
    if (class[0] != '\0')
        buf_printf(&s->b, " class=\"%s\"", class);
    put_attribute(&s->b, "x", mirrored(s, x));
    put_attribute(&s->b, "y", y);
    if (a != START)
        buf_printf(&s->b, " text-anchor=\"%s\"", name[a]);
    buf_putc(&s->b, '>');
    show_xml(&s->b, text);
    buf_puts(&s->b, S("</text>"));
}

void
draw_at(sheet *s, char command, double x, double y)
{
    if (command != '\0')
        buf_putc(&s->b, command);
    else
        buf_putc(&s->b, ' ');
    put_number(&s->b, mirrored(s, x));
    buf_putc(&s->b, ' ');
    put_number(&s->b, y);
}

void
draw_about(sheet *s, slice label, slice value)
{
    buf_puts(&s->b, S("<g><title>"));
    show_xml(&s->b, show_cut(label, 80, &s->a));
    if (value.n != 0) {
        buf_puts(&s->b, S(": "));
        show_xml(&s->b, value);
    }
    buf_puts(&s->b, S("</title>"));
}

void
draw_end(sheet *s)
{
    buf_puts(&s->b, S("</g>\n"));
}

const char *
series_class(const char *kind, size_t color, char text[8])
{
    snprintf(text, 8, "%.4s%u", kind, (unsigned)color % 10);
    return text;
}

/* ---- axes ---- */

scale
scale_of(double lo, double hi, int steps)
{
    scale s = {.lo = fmin(lo, 0), .hi = fmax(hi, 0)};
    double span;

    if (!isfinite(s.lo) || s.lo < -1e200)
        s.lo = -1e200;
    if (!isfinite(s.hi) || s.hi > 1e200)
        s.hi = 1e200;
    if (s.hi - s.lo <= 0)
        s.hi = 1;
    span = (s.hi - s.lo) / steps;
    double ten = pow(10, floor(log10(span))), part = span / ten;
    s.step = ten * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
    s.lo = floor(s.lo / s.step + 1e-9) * s.step;
    s.hi = ceil(s.hi / s.step - 1e-9) * s.step;
    double digits = -floor(log10(s.step) + 1e-9);
    s.decimals = digits < 0 ? 0 : digits > 6 ? 6 : (int)digits;
    return s;
}

double
scale_at(const scale *s, double value)
{
    double at = (value - s->lo) / (s->hi - s->lo);

    return !(at > 0) ? 0 : at > 1 ? 1 : at;
}

slice
scale_tick(sheet *s, const scale *c, double value, bool percent)
{
    if (fabs(value) < c->step / 2)
        value = 0; /* not -0 */
    return show_number(s->t, value, c->decimals, percent, &s->a);
}

double
scale_width(sheet *s, const scale *c, bool percent)
{
    double width = 0;

    for (double v = c->lo; v <= c->hi + c->step / 2; v += c->step)
        width = fmax(width, show_width(scale_tick(s, c, v, percent)) * 12);
    return fmin(width, 160);
}

/* ---- the frame ---- */

static const char *const kind_key[] = {
    [REPORT_BARS] = "chart.bars",       [REPORT_LINES] = "chart.lines",
    [REPORT_STACKED] = "chart.stacked", [REPORT_PYRAMID] = "chart.pyramid",
    [REPORT_HEAT] = "chart.heat",       [REPORT_FLOW] = "chart.flow",
};

/* What a reader who does not see is told: the kind, the largest, where the figures are. */
static void
put_about(buf *b, sheet *s, slice title)
{
    const report_result *r = s->r;
    const report_line *largest = NULL;
    size_t c = column_whole(r, 0);

    buf_printf(b, "<title id=\"chart-%u\">", s->id);
    show_xml(b, title);
    buf_printf(b, "</title>\n<desc id=\"about-%u\">", s->id);
    show_xml(b, report_text_get(s->t, slice_of(kind_key[r->table->chart])));
    buf_puts(b, S(". "));
    for (size_t i = 0; i < r->lines_n && c < r->columns_n; i++) {
        const report_cell *cell = &r->line[i].cell[c];
        if (r->line[i].kind == REPORT_GROUP && cell->state == REPORT_VALUE &&
            (largest == NULL || cell->value > largest->cell[c].value))
            largest = &r->line[i];
    }
    if (largest != NULL) {
        slice text = report_text_get(s->t, S("chart.largest"));
        text = show_fill(text, S("value"),
                         report_text_cell(s->t, &r->column[c], &largest->cell[c], &s->a), &s->a);
        show_xml(b, show_fill(text, S("key"), show_label(s->t, r, largest, &s->a), &s->a));
        buf_putc(b, ' ');
    }
    show_xml(b, report_text_get(s->t, S("chart.figures")));
    buf_puts(b, S("</desc>\n"));
}

static void
put_notes(sheet *s)
{
    slice note = {NULL, 0};

    if (s->drawn < s->all) {
        note = show_fill(report_text_get(s->t, S("chart.drawn")), S("n"),
                         report_text_number(s->t, s->drawn, &s->a), &s->a);
        note = show_fill(note, S("all"), report_text_number(s->t, s->all, &s->a), &s->a);
    }
    if (s->withheld)
        note = arena_join(&s->a, note, S("  "), report_text_get(s->t, S("chart.withheld")));
    if (note.n == 0)
        return;
    draw_text(s, 0, s->height + 16, START, "soft", note);
    s->height += 22;
}

static bool
draw(sheet *s)
{
    switch (s->r->table->chart) {
    case REPORT_BARS:
        return chart_bars(s);
    case REPORT_LINES:
        return chart_lines(s);
    case REPORT_STACKED:
        return chart_stacked(s);
    case REPORT_PYRAMID:
        return chart_pyramid(s);
    case REPORT_HEAT:
        return chart_heat(s);
    case REPORT_FLOW:
        return chart_flow(s);
    default:
        return false;
    }
}

bool
chart_put(buf *b, const report_result *r, report_text *t, bool alone, unsigned id)
{
    enum { MARGIN = 16 };
    sheet s = {.r = r, .t = t, .rtl = report_text_rtl(t), .id = id, .height = alone ? 30 : 4};
    slice title = show_title(t, r, &s.a), language = report_text_language(t);

    if (alone)
        draw_text(&s, 0, 14, START, "title", show_cut(title, CHART_WIDTH / 17.0, &s.a));
    if (r->left_out || r->columns_n == 0 || !draw(&s)) {
        arena_free(&s.a);
        buf_free(&s.b);
        return false;
    }
    put_notes(&s);
    if (alone)
        buf_puts(b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    buf_puts(b, S("<svg class=\"chart\" role=\"img\""));
    if (alone)
        buf_printf(b,
                   " xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"%d\" "
                   "height=\"%.0f\"",
                   CHART_WIDTH + 2 * MARGIN, ceil(s.height) + 2 * MARGIN);
    int margin = alone ? MARGIN : 0;
    buf_printf(b, " viewBox=\"%d %d %d %.0f\" aria-labelledby=\"chart-%u about-%u\"", -margin,
               -margin, CHART_WIDTH + 2 * margin, ceil(s.height) + 2 * margin, id, id);
    buf_puts(b, alone ? S(" xml:lang=\"") : S(" lang=\""));
    show_xml(b, language);
    buf_puts(b, s.rtl ? S("\" direction=\"rtl\">\n") : S("\">\n"));
    put_about(b, &s, title);
    if (alone) {
        buf_puts(b, S("<style>"));
        buf_puts(b, chart_style);
        buf_puts(b, S("</style>\n"));
        buf_printf(b, "<rect class=\"paper\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%.0f\"/>\n",
                   -margin, -margin, CHART_WIDTH + 2 * margin, ceil(s.height) + 2 * margin);
    }
    if (s.withheld)
        buf_printf(b,
                   "<defs><pattern id=\"hatch-%u\" width=\"5\" height=\"5\" "
                   "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                   "<line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\"/></pattern></defs>\n",
                   id);
    buf_puts(b, buf_slice(&s.b));
    buf_puts(b, S("</svg>\n"));
    buf_free(&s.b);
    arena_free(&s.a);
    return true;
}

bool
report_put_svg(buf *b, const report_result *r, report_text *t)
{
    return chart_put(b, r, t, true, 1);
}
