/* chance: rates, and draws from tables with weights. */
#include "sim/private.h"

sim_chance
sim_rate(double rate)
{
    if (rate >= 1)
        return UINT32_MAX;
    return rate <= 0 ? 0 : (sim_chance)(rate * 4294967296.0);
}

const sim_name *
name_draw(const name_table *t, chance *c)
{
    size_t low = 0, high = t->n - 1;
    uint32_t at = below(c, t->item[high].upto);

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (at < t->item[middle].upto)
            high = middle;
        else
            low = middle + 1;
    }
    return &t->item[low];
}

size_t
weight_draw(const uint32_t *weight, size_t n, chance *c)
{
    uint32_t sum = 0, at;

    for (size_t i = 0; i < n; i++)
        sum += weight[i];
    at = below(c, sum);
    for (size_t i = 0; i + 1 < n; i++) {
        if (at < weight[i])
            return i;
        at -= weight[i];
    }
    return n - 1;
}

const post *
post_draw(const sim_world *w, sim_mode m, chance *c)
{
    uint32_t sum = 0, at;

    for (size_t i = 0; i < w->posts_n; i++)
        sum += w->post[i].mode == m ? w->post[i].weight : 0;
    at = below(c, sum);
    for (size_t i = 0; i < w->posts_n; i++) {
        uint32_t weight = w->post[i].mode == m ? w->post[i].weight : 0;
        if (at < weight)
            return &w->post[i];
        at -= weight;
    }
    return w->post;
}
