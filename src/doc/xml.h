/* What is called of libxml2, which is opened when the first document wants it (base/library.h).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/library.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlreader.h>

#define XML_CALLS(F)                                                                               \
    F(htmlCreateMemoryParserCtxt)                                                                  \
    F(htmlCtxtReadMemory)                                                                          \
    F(htmlFreeParserCtxt)                                                                          \
    F(xmlDocGetRootElement)                                                                        \
    F(xmlFree)                                                                                     \
    F(xmlFreeDoc)                                                                                  \
    F(xmlFreeTextReader)                                                                           \
    F(xmlGetLineNo)                                                                                \
    F(xmlGetNoNsProp)                                                                              \
    F(xmlHasProp)                                                                                  \
    F(xmlNodeGetContent)                                                                           \
    F(xmlReaderForIO)                                                                              \
    F(xmlSetGenericErrorFunc)                                                                      \
    F(xmlTextReaderConstLocalName)                                                                 \
    F(xmlTextReaderConstValue)                                                                     \
    F(xmlTextReaderDepth)                                                                          \
    F(xmlTextReaderIsEmptyElement)                                                                 \
    F(xmlTextReaderMoveToElement)                                                                  \
    F(xmlTextReaderMoveToFirstAttribute)                                                           \
    F(xmlTextReaderMoveToNextAttribute)                                                            \
    F(xmlTextReaderNodeType)                                                                       \
    F(xmlTextReaderRead)                                                                           \
    F(xmlTextReaderSetStructuredErrorHandler)

struct xml {
    XML_CALLS(LIBRARY_POINTER)
};

extern struct xml xml;

/* Before anything else of it on this thread; also keeps it from writing to the standard error. */
MUST_CHECK bool xml_need(struct err *err);
