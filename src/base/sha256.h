/* SHA-256 (FIPS 180-4): which bytes a document was read from.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "text.h"

#define SHA256_HEX_BYTES 65

/* The digest of the bytes as 64 hexadecimal digits in lower case, NUL-terminated. */
const char *sha256_hex(struct str bytes, char out[SHA256_HEX_BYTES]);
