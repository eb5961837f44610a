/* libmicrohttpd, opened; see mhd.h.
 *
 * SPDX-License-Identifier: MIT */
#include "mhd.h"

#include "libraries.h"

static const char *const names[] = {MHD_CALLS(LIBRARY_NAME)};
struct mhd mhd;
static struct library library = LIBRARY(LIBRARY_MICROHTTPD, names, mhd);

bool mhd_need(struct err *err) {
    return library_need(&library, err);
}
