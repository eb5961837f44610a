/* weft import --into plan: the plan that a document holds, as a proposal or into a package.
 *
 * SPDX-License-Identifier: MIT */
#include "import.h"

#include "base/limits.h"
#include "package.h"
#include "plan/merge.h"

#include <stdio.h>

/* What the plan itself says of its days. */
static bool read_plan_days(sqlite3 *db, const char *plan, struct deadline_context *context,
                           struct err *err) {
    struct query *q = query_new(db, "SELECT \"start\", \"end\" FROM plan WHERE id = ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, plan);
    if (query_next(q)) {
        context->plan_start = query_date(q, 0);
        context->plan_end = query_date(q, 1);
    }
    return query_free(q, err);
}

/* A .weft file is opened to be changed only when it will be. */
static struct store *open_package(const char *path, bool to_change, struct arena *arena,
                                  struct err *err) {
    struct store *store = package_open(path, findings_new(arena), err);
    if (!store || !to_change || !store_is_file(store)) return store;
    store_close(store);
    return store_open_to_change(path, err);
}

static bool write_changes(struct store *store, const struct merge *merge, const char *who,
                          struct arena *arena, struct err *err) {
    struct findings *findings = findings_new(arena);
    bool ok =
        change_rows(store, merge->changes, merge->change_count, who, findings, err) &&
        (store_is_file(store) || change_save(store, merge->changes, merge->change_count, err));
    if (!ok) package_print(findings, SEVERITY_ERROR, arena, stderr);
    return ok;
}

/* What was read and what it changes; `written`: it is in the package now. */
static void say(const struct import_request *request, const struct proposal *proposal,
                const struct merge *merge, bool refused, bool written, struct buf *out) {
    if (request->json) {
        struct json json = json_new(out, true);
        json_object(&json, NULL);
        proposal_json(proposal, &json);
        if (merge) {
            merge_json(merge, &json);
            json_bool(&json, "kind_is_guessed", merge->kind_is_guessed);
        }
        json_bool(&json, "refused", refused);
        json_bool(&json, "written", written);
        json_end_object(&json);
        return;
    }
    if (!merge || (request->dry_run && merge->plan_is_new)) proposal_print(proposal, out);
    if (!merge) return;
    if (!request->dry_run || !merge->plan_is_new) proposal_print_unread(proposal, out);
    merge_print(merge, out);
    if (merge->alike.plan)
        buf_printf(out,
                   "Nothing is changed: say which plan it is.\n"
                   "  --plan %s   the next version of that plan, as a difference to it\n"
                   "  --plan %s   a plan of its own\n",
                   merge->alike.plan, merge->plan);
    else if (refused)
        buf_puts(out, "Nothing is changed: --strict refuses while a field is doubtful.\n");
    else if (request->dry_run)
        buf_puts(out, "Nothing is changed: this is a dry run.\n");
    else if (written)
        buf_printf(out, "%s has it now; `weft check %s` lists what is to be looked at.\n",
                   request->package, request->package);
}

static bool fits(const struct proposal *proposal, const char *file, struct err *err) {
    if (!proposal->too_large) return true;
    err_set(err, ERR_TOO_LARGE,
            "%s: has more than %zu recommendations, actions and milestones, or a table of more "
            "than %zu rows",
            file, LIMIT_PLAN_ITEMS, LIMIT_PLAN_ROWS);
    return err_hint(err, "That is no plan that people could follow: import the sheet or part of it "
                         "that is the plan.");
}

static bool into_package(const struct import_request *request, const struct document *document,
                         struct arena *arena, struct buf *out, int *status, struct err *err) {
    struct store *store = open_package(request->package, !request->dry_run, arena, err);
    if (!store) return false;
    struct deadline_context context = {request->on, DATE_NONE, DATE_NONE};
    struct proposal proposal;
    struct merge merge = {0};
    bool ok = !request->plan || read_plan_days(store_db(store), request->plan, &context, err);
    if (context.plan_start == DATE_NONE) context.plan_start = request->on;
    if (ok) proposal_read(document, &context, arena, &proposal);
    ok = ok && fits(&proposal, request->file, err);
    ok = ok && merge_plan(store_db(store), &proposal, request->plan, request->kind, package_today(),
                          arena, &merge, err);
    bool refused = ok && ((request->strict && (merge.reviews || merge.kind_is_guessed)) ||
                          (merge.alike.plan && (request->strict || !request->dry_run)));
    bool write = ok && !refused && !request->dry_run && merge.change_count;
    if (write) ok = write_changes(store, &merge, request->who, arena, err);
    if (ok) say(request, &proposal, &merge, refused, write, out);
    if (refused) *status = 1;
    store_close(store);
    return ok;
}

int import_plan(const struct import_request *request, const struct document *document,
                struct arena *arena, struct err *err) {
    struct buf out = buf_new(arena);
    int status = 0;
    bool ok = true;
    if (request->package) {
        ok = into_package(request, document, arena, &out, &status, err);
    } else {
        const struct deadline_context context = {request->on, request->on, DATE_NONE};
        struct proposal proposal;
        proposal_read(document, &context, arena, &proposal);
        if (!fits(&proposal, request->file, err)) return err_exit_status(err->code);
        bool refused = request->strict && (proposal_doubtful(&proposal) || !proposal.count);
        say(request, &proposal, NULL, refused, false, &out);
        if (refused) status = 1;
    }
    if (ok) fwrite(out.text, 1, out.length, stdout);
    return ok ? status : err_exit_status(err->code);
}
