/* What is called of libmicrohttpd, which is opened when a server starts (base/library.h).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/library.h"

#include <microhttpd.h>

#define MHD_CALLS(F)                                                                               \
    F(MHD_add_response_header)                                                                     \
    F(MHD_create_response_from_buffer)                                                             \
    F(MHD_destroy_response)                                                                        \
    F(MHD_get_connection_info)                                                                     \
    F(MHD_get_connection_values)                                                                   \
    F(MHD_get_daemon_info)                                                                         \
    F(MHD_lookup_connection_value)                                                                 \
    F(MHD_queue_response)                                                                          \
    F(MHD_quiesce_daemon)                                                                          \
    F(MHD_resume_connection)                                                                       \
    F(MHD_start_daemon)                                                                            \
    F(MHD_stop_daemon)                                                                             \
    F(MHD_suspend_connection)

struct mhd {
    MHD_CALLS(LIBRARY_POINTER)
};

extern struct mhd mhd;

/* Before anything else of it. */
MUST_CHECK bool mhd_need(struct err *err);
