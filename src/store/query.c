/* Questions to an open package; see query.h.
 *
 * SPDX-License-Identifier: MIT */
#include "query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct query {
    sqlite3 *db;
    sqlite3_stmt *statement;
    int status;
};

struct query *query_new(sqlite3 *db, const char *sql, struct err *err) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        err_set(err, ERR_IO, "the package cannot be asked: %s", sqlite3_errmsg(db));
        return NULL;
    }
    struct query *query = heap_new(1, sizeof *query);
    *query = (struct query){.db = db, .statement = statement, .status = SQLITE_OK};
    return query;
}

static void note(struct query *query, int status) {
    if (status != SQLITE_OK && query->status == SQLITE_OK) query->status = status;
}

void query_bind_text(struct query *query, int parameter, const char *text) {
    note(query, text ? sqlite3_bind_text(query->statement, parameter, text, -1, SQLITE_STATIC)
                     : sqlite3_bind_null(query->statement, parameter));
}

void query_bind_number(struct query *query, int parameter, double value) {
    note(query, isnan(value) ? sqlite3_bind_null(query->statement, parameter)
                             : sqlite3_bind_double(query->statement, parameter, value));
}

void query_bind_integer(struct query *query, int parameter, int64_t value) {
    note(query, sqlite3_bind_int64(query->statement, parameter, value));
}

bool query_next(struct query *query) {
    if (query->status != SQLITE_OK) return false;
    int status = sqlite3_step(query->statement);
    if (status == SQLITE_ROW) return true;
    if (status != SQLITE_DONE) query->status = status;
    return false;
}

void query_again(struct query *query) {
    sqlite3_reset(query->statement);
}

const char *query_text(struct query *query, int column) {
    return (const char *)sqlite3_column_text(query->statement, column);
}

double query_number(struct query *query, int column) {
    if (sqlite3_column_type(query->statement, column) == SQLITE_NULL) return NAN;
    return sqlite3_column_double(query->statement, column);
}

int64_t query_integer(struct query *query, int column, int64_t fallback) {
    if (sqlite3_column_type(query->statement, column) == SQLITE_NULL) return fallback;
    return sqlite3_column_int64(query->statement, column);
}

int32_t query_date(struct query *query, int column) {
    int32_t date;
    return date_parse(str_of(query_text(query, column)), &date) ? date : DATE_NONE;
}

bool query_yes(struct query *query, int column) {
    const char *text = query_text(query, column);
    return text && strcmp(text, "yes") == 0;
}

const char *query_column(struct query *query, int column) {
    return sqlite3_column_name(query->statement, column);
}

bool query_free(struct query *query, struct err *err) {
    if (!query) return true;
    bool ok = query->status == SQLITE_OK;
    if (!ok)
        err_set(err, ERR_IO, "the package cannot be read or written: %s",
                sqlite3_errmsg(query->db));
    sqlite3_finalize(query->statement);
    free(query);
    return ok;
}

bool query_run(sqlite3 *db, const char *sql, struct err *err) {
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK) return true;
    err_set(err, ERR_IO, "the package cannot be written: %s",
            message ? message : sqlite3_errmsg(db));
    sqlite3_free(message);
    return false;
}
