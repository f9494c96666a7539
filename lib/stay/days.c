/* The days of a rolling window. */
#include "stay/stay.h"

int32_t
stay_days_used(const stay_days *stay, size_t n, int32_t day, unsigned window)
{
    int32_t first = day - (int32_t)window + 1, used = 0;

    for (size_t i = 0; i < n; i++) {
        int32_t from = stay[i].from > first ? stay[i].from : first;
        int32_t to = stay[i].to < day ? stay[i].to : day;
        used += to >= from ? to - from + 1 : 0;
    }
    return used;
}

int32_t
stay_last_day(const stay_days *stay, size_t n, int32_t entry, unsigned days, unsigned window)
{
    if (days >= window)
        return INT32_MAX;
    /* His own days alone end it after so many; days before may end it sooner. */
    for (int32_t own = 1; own <= (int32_t)days; own++) {
        int32_t day = entry + own - 1;
        if (stay_days_used(stay, n, day, window) + own > (int32_t)days)
            return day - 1;
    }
    return entry + (int32_t)days - 1;
}

int32_t
stay_first_day(const stay_days *stay, size_t n, int32_t from, int32_t want, unsigned days,
               unsigned window)
{
    if (days >= window)
        return from;
    /* When all days before are out of the window, it is as if he had never been here. */
    for (int32_t entry = from; want <= (int32_t)days; entry++)
        if (stay_last_day(stay, n, entry, days, window) - entry + 1 >= want)
            return entry;
    return INT32_MAX;
}
