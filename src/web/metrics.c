/* Counts requests; see metrics.h.
 *
 * SPDX-License-Identifier: MIT */
#include "metrics.h"

#include "base/number.h"

static const double bucket_ms[METRICS_BUCKETS] = {0.5, 1, 2.5, 5, 10, 25, 100, 500, 2500};

void metrics_add(struct metrics *metrics, int status, size_t bytes, double ms) {
    int hundreds = status >= 100 && status < 600 ? status / 100 : 0;
    atomic_fetch_add(&metrics->requests[hundreds], 1);
    atomic_fetch_add(&metrics->bytes, bytes);
    atomic_fetch_add(&metrics->microseconds, (uint64_t)(ms > 0 ? ms * 1000 : 0));
    for (int i = 0; i < METRICS_BUCKETS; i++)
        if (ms <= bucket_ms[i]) atomic_fetch_add(&metrics->below[i], 1);
}

static void head(struct buf *out, const char *name, const char *kind, const char *help) {
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

void metrics_one(struct buf *out, const char *name, const char *kind, const char *help,
                 double value) {
    char text[NUMBER_BYTES];
    head(out, name, kind, help);
    buf_printf(out, "%s %s\n", name, number_text(value, text));
}

void metrics_write(struct metrics *metrics, struct buf *out) {
    uint64_t all = 0;
    head(out, "weft_http_requests_total", "counter", "Requests by class of status");
    for (int i = 0; i < 6; i++) {
        uint64_t n = atomic_load(&metrics->requests[i]);
        all += n;
        if (i)
            buf_printf(out, "weft_http_requests_total{status=\"%dxx\"} %llu\n", i,
                       (unsigned long long)n);
    }
    metrics_one(out, "weft_http_sent_bytes_total", "counter", "Bytes of bodies sent",
                (double)atomic_load(&metrics->bytes));
    head(out, "weft_http_request_seconds", "histogram",
         "Time from the request line to the last byte");
    for (int i = 0; i < METRICS_BUCKETS; i++) {
        char text[NUMBER_BYTES];
        buf_printf(out, "weft_http_request_seconds_bucket{le=\"%s\"} %llu\n",
                   number_text(bucket_ms[i] / 1000, text),
                   (unsigned long long)atomic_load(&metrics->below[i]));
    }
    char sum[NUMBER_BYTES];
    buf_printf(out,
               "weft_http_request_seconds_bucket{le=\"+Inf\"} %llu\nweft_http_request_seconds_sum "
               "%s\nweft_http_request_seconds_count %llu\n",
               (unsigned long long)all,
               number_text((double)atomic_load(&metrics->microseconds) / 1e6, sum),
               (unsigned long long)all);
}
