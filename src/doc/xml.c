/* libxml2, opened; see xml.h.
 *
 * SPDX-License-Identifier: MIT */
#include "xml.h"

#include "libraries.h"

static const char *const names[] = {XML_CALLS(LIBRARY_NAME)};
struct xml xml;
static struct library library = LIBRARY(LIBRARY_XML2, names, xml);

static void say_nothing(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

bool xml_need(struct err *err) {
    if (!library_need(&library, err)) return false;
    xml.xmlSetGenericErrorFunc(NULL, say_nothing);
    return true;
}
