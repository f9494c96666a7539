/* A run's folder: the files that grow in it, and their rows. */
#include "sim/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *name, *header;
} files[SIM_FILES] = {
    [TO_MOVEMENTS] =
        {"movements.csv",
         "surname,given_names,birth_date,sex,nationality,residence,doc_type,doc_issuer,"
         "doc_number,doc_expiry,visa_number,transport_mode,carrier,flight,conveyance,"
         "dep_port,arr_port,direction,post,crossing_time,decision,purpose,stay_until,"
         "officer,lane"},
    [TO_WATCHLIST] = {"watchlist.csv",
                      "hit_id,surname,given_names,full_name,aliases,birth_date,sex,"
                      "nationality,doc_number,doc_issuer,remarks"},
    [TRUTH_TRAVELLERS] = {"truth/travellers.csv",
                          "traveller,person,kind,party,booking,culture,nationality,"
                          "second_nationality,sex,birth_date,surname,given_names,native_name,"
                          "doc_type,doc_issuer,doc_number,doc_expiry,visa_number"},
    [TRUTH_MOVEMENTS] = {"truth/movements.csv", "row,traveller,person,direction,again"},
    [TRUTH_STAYS] = {"truth/stays.csv",
                     "traveller,person,what,entry_time,entry_post,exit_time,exit_post,stay_until,"
                     "stay_days,overstay_days,status,entry_recorded,exit_recorded,second_issuer,"
                     "second_number"},
    [TRUTH_FLIGHTS] = {"truth/flights.csv",
                       "flight,direction,dep_port,dep_time,arr_port,arr_time,passengers,crew,"
                       "no_shows,apis,pnr"},
    [TRUTH_MESSAGES] = {"truth/messages.csv",
                        "file,message_ref,message_type,message_version,"
                        "message_function,flight,travellers,readable,segments"},
    [TRUTH_PASSENGERS] = {"truth/passengers.csv", "file,message_ref,nth,traveller"},
    [TRUTH_FAULTS] = {"truth/faults.csv", "file,message_ref,fault,report,about,traveller"},
    [TRUTH_BOOKINGS] = {"truth/bookings.csv",
                        "file,message_ref,pnr_locator,travellers,cards,sensitive,legs"},
    [TRUTH_LISTED] = {"truth/listed.csv", "hit_id,traveller,person,change,alias,listed_name,name,"
                                          "birth_change,document"},
    [TRUTH_ZONES] = {"truth/zones.csv", "file,line,mrz_format,traveller,changes,printed,seen"},
    [TRUTH_OCR] = {"truth/ocr.csv", "file,line,zone_line,position,change,was,is"},
};

bool
sim_fail(sim *s, const char *what, const char *name)
{
    if (!s->failed)
        error_set(&s->error, "%s: cannot %s: %s", name, what, strerror(errno));
    s->failed = true;
    return false;
}

bool
sim_put_file(sim *s, const char *name, slice bytes)
{
    char path[64];
    int fd;

    snprintf(path, sizeof path, "%s", name);
    fd = openat(s->folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return sim_fail(s, "create", name);
    while (bytes.n != 0) {
        ssize_t w = write(fd, bytes.p, bytes.n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0) {
            close(fd);
            return sim_fail(s, "write", name);
        }
        bytes.p += w;
        bytes.n -= (size_t)w;
    }
    return close(fd) == 0 || sim_fail(s, "write", name);
}

void
sim_row(sim *s, sim_file to, const slice *value, size_t n)
{
    out *o = s->file[to];

    csv_put_values(&o->b, value, n);
    buf_putc(&o->b, '\n');
    if (!out_flush_full(o))
        s->failed = true;
}

/* ---- the folder ---- */

static bool
open_all(sim *s, error *e)
{
    static const char *const folders[] = {"apis", "pnr", "mrz", "truth"};
    char name[64];

    for (size_t i = 0; i < LENGTH(folders); i++)
        if (mkdirat(s->folder, folders[i], 0777) != 0)
            return error_set(e, "%s: cannot create: %s", folders[i], strerror(errno));
    for (size_t i = 0; i < SIM_FILES; i++) {
        if ((s->file[i] = out_create(s->folder, files[i].name, e)) == NULL)
            return false;
        buf_puts(&s->file[i]->b, slice_of(files[i].header));
        buf_putc(&s->file[i]->b, '\n');
    }
    for (size_t i = 0; i < s->w->posts_n; i++) {
        snprintf(name, sizeof name, "mrz/%.*s.txt", (int)s->w->post[i].code.n,
                 s->w->post[i].code.p);
        if ((s->zones[i] = out_create(s->folder, name, e)) == NULL)
            return false;
    }
    return true;
}

static bool
close_one(out **o, bool good, error *e)
{
    bool failed = *o != NULL && (*o)->failed;

    if (*o != NULL && (good || failed)) /* one that failed knows why */
        good = out_commit(*o, e);
    else
        out_abandon(*o);
    *o = NULL;
    return good;
}

bool
sim_run(const sim_world *w, const sim_settings *set, const char *path, sim_progress progress,
        void *ctx, error *e)
{
    sim s = {.w = w,
             .set = set,
             .zones = mem_alloc(w->posts_n, sizeof *s.zones),
             .zone_lines = mem_alloc(w->posts_n, sizeof *s.zone_lines),
             .first_day = date_days(set->from),
             .last_day = date_days(set->to)};
    outdir *f = outdir_open(path, e);
    bool good = f != NULL;

    if (good) {
        s.folder = outdir_fd(f);
        good = open_all(&s, e);
    }
    if (good && !traffic_run(&s, progress, ctx)) {
        good = false;
        *e = s.error;
    }
    for (size_t i = 0; i < SIM_FILES; i++)
        good = close_one(&s.file[i], good, e);
    for (size_t i = 0; i < w->posts_n; i++)
        good = close_one(&s.zones[i], good, e);
    if (f != NULL && good)
        good = outdir_commit(f, e);
    else
        outdir_abandon(f);
    buf_free(&s.text);
    arena_free(&s.arena);
    free(s.zones);
    free(s.zone_lines);
    return good;
}
