/* XML parts as streams of events, by libxml2's reader; see part.h.
 *
 * SPDX-License-Identifier: MIT */
#include "part.h"

#include "base/limits.h"
#include "xml.h"

#include <stdlib.h>
#include <string.h>

struct part {
    xmlTextReaderPtr reader;
    struct zip_stream *stream;
    const char *name;
    bool is_empty, done, failed;
    struct err err;
};

static int read_bytes(void *context, char *to, int size) {
    struct part *part = context;
    size_t got;
    if (part->failed) return -1;
    if (!zip_stream_read(part->stream, to, (size_t)size, &got, &part->err)) {
        part->failed = true;
        return -1;
    }
    return (int)got;
}

static void fail(struct part *part, const char *what, int line) {
    if (part->failed) return;
    part->failed = true;
    err_set(&part->err, ERR_INPUT, "its part '%s' is broken%s%s", part->name, *what ? ": " : "",
            what);
    if (line > 0) err_hint(&part->err, "In line %d of that part.", line);
}

static void take_error(void *context, xmlErrorPtr error) {
    if (!error || error->level < XML_ERR_ERROR) return;
    char text[160];
    size_t n = error->message ? strcspn(error->message, "\n") : 0;
    if (n >= sizeof text) n = sizeof text - 1;
    if (n) memcpy(text, error->message, n);
    text[n] = '\0';
    fail(context, text, error->line);
}

struct part *part_open(struct zip *zip, const char *name, struct err *err) {
    if (!xml_need(err)) return NULL;
    struct zip_stream *stream = zip_stream_open(zip, name, err);
    if (!stream) return NULL;
    struct part *part = heap_new(1, sizeof *part);
    part->stream = stream;
    part->name = name;
    part->reader = xml.xmlReaderForIO(read_bytes, NULL, part, NULL, NULL,
                                      XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_NOCDATA);
    if (!part->reader) {
        if (!part->failed) err_set(&part->err, ERR_INPUT, "its part '%s' is empty", name);
        *err = part->err;
        zip_stream_close(stream);
        free(part);
        return NULL;
    }
    xml.xmlTextReaderSetStructuredErrorHandler(part->reader, take_error, part);
    return part;
}

enum part_event part_next(struct part *part) {
    if (part->is_empty) {
        part->is_empty = false;
        return PART_END;
    }
    while (!part->done) {
        int result = part->failed ? -1 : xml.xmlTextReaderRead(part->reader);
        if (result != 1 || part->failed) {
            if (result != 0) fail(part, "", 0);
            part->done = true;
            break;
        }
        switch (xml.xmlTextReaderNodeType(part->reader)) {
        case XML_READER_TYPE_ELEMENT:
            part->is_empty = xml.xmlTextReaderIsEmptyElement(part->reader) == 1;
            return PART_START;
        case XML_READER_TYPE_END_ELEMENT:
            return PART_END;
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_WHITESPACE:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            return PART_TEXT;
        case XML_READER_TYPE_DOCUMENT_TYPE:
            fail(part, "it defines entities, which Word and Excel never do", 0);
            break;
        default: /* comments, instructions */
            break;
        }
    }
    return PART_DONE;
}

void part_skip(struct part *part) {
    int depth = 0;
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event == PART_START) depth++;
        if (event == PART_END && depth-- == 0) return;
    }
}

const char *part_name(const struct part *part) {
    const xmlChar *name = xml.xmlTextReaderConstLocalName(part->reader);
    return name ? (const char *)name : "";
}

bool part_is(const struct part *part, const char *name) {
    return strcmp(part_name(part), name) == 0;
}

int part_depth(const struct part *part) {
    return xml.xmlTextReaderDepth(part->reader);
}

const char *part_attribute(struct part *part, const char *name) {
    const char *value = NULL;
    for (int more = xml.xmlTextReaderMoveToFirstAttribute(part->reader); more == 1 && !value;
         more = xml.xmlTextReaderMoveToNextAttribute(part->reader)) {
        const xmlChar *local = xml.xmlTextReaderConstLocalName(part->reader);
        if (local && strcmp((const char *)local, name) == 0) {
            value = (const char *)xml.xmlTextReaderConstValue(part->reader);
            break;
        }
    }
    xml.xmlTextReaderMoveToElement(part->reader);
    return value;
}

struct str part_text(const struct part *part) {
    return str_of((const char *)xml.xmlTextReaderConstValue(part->reader));
}

void part_collect(struct part *part, const char *name, const char *except, struct buf *out) {
    int depth = 0, inside = 0, apart = 0;
    bool raised = false; /* the run is set as a superscript */
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event == PART_TEXT) {
            struct str text = part_text(part);
            if (inside && !apart && raised)
                buf_raised(out, text);
            else if (inside && !apart)
                buf_add(out, text.p, text.n);
            continue;
        }
        if (part_is(part, "r")) raised = false;
        if (event == PART_START && part_is(part, "vertAlign")) {
            const char *how = part_attribute(part, "val");
            raised = how && strcmp(how, "superscript") == 0;
        }
        if (event == PART_END && depth == 0) return;
        int step = event == PART_START ? 1 : -1;
        depth += step;
        if (part_is(part, name)) inside += step;
        if (except && part_is(part, except)) apart += step;
    }
}

void part_stop(struct part *part, const struct err *err) {
    if (!part->failed) part->err = *err;
    part->failed = true;
}

bool part_close(struct part *part, struct err *err) {
    if (!part) return true;
    bool ok = !part->failed;
    if (!ok) *err = part->err;
    xml.xmlFreeTextReader(part->reader);
    zip_stream_close(part->stream);
    free(part);
    return ok;
}
