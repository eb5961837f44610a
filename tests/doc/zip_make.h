/* Makes ZIP archives in memory: minimal workbooks and Word documents for tests.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

#include <string.h>
#include <zlib.h>

#define ZIP_MAKE_FILES 32

struct zip_make {
    struct buf out, directory;
    unsigned count;
};

static inline struct zip_make zip_make_new(struct arena *arena) {
    return (struct zip_make){.out = buf_new(arena), .directory = buf_new(arena)};
}

static inline void zip_make_number(struct buf *out, size_t value, int bytes) {
    for (int i = 0; i < bytes; i++, value /= 256) {
        unsigned low = (unsigned)(value % 256);
        buf_putc(out, (char)low);
    }
}

/* The fields that a local header and an entry of the directory have in common. */
static inline void zip_make_fields(struct buf *out, unsigned method, size_t crc, size_t packed,
                                   size_t size, const char *name) {
    zip_make_number(out, 20, 2); /* version needed */
    zip_make_number(out, 0, 2);  /* flags */
    zip_make_number(out, method, 2);
    zip_make_number(out, 0, 4); /* time, date: not looked at */
    zip_make_number(out, crc, 4);
    zip_make_number(out, packed, 4);
    zip_make_number(out, size, 4);
    zip_make_number(out, strlen(name), 2);
    zip_make_number(out, 0, 2); /* extra */
}

/* Adds a file, deflated or stored. */
static inline void zip_make_add(struct zip_make *zip, const char *name, const void *bytes,
                                size_t size, bool deflated) {
    struct arena *arena = zip->out.arena;
    const char *content = bytes;
    size_t packed = size, at = zip->out.length;
    if (deflated) {
        z_stream z = {0};
        deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
        size_t most = deflateBound(&z, (uLong)size);
        char *to = arena_alloc(arena, most, 1);
        z.next_in = (Bytef *)(size_t)content;
        z.avail_in = (uInt)size;
        z.next_out = (Bytef *)to;
        z.avail_out = (uInt)most;
        deflate(&z, Z_FINISH);
        packed = most - z.avail_out;
        deflateEnd(&z);
        content = to;
    }
    unsigned method = deflated ? 8 : 0;
    size_t crc = crc32(0, size ? bytes : (const void *)"", (uInt)size);
    buf_add(&zip->out, "PK\3\4", 4);
    zip_make_fields(&zip->out, method, crc, packed, size, name);
    buf_puts(&zip->out, name);
    buf_add(&zip->out, content, packed);
    buf_add(&zip->directory, "PK\1\2\24\0", 6);
    zip_make_fields(&zip->directory, method, crc, packed, size, name);
    zip_make_number(&zip->directory, 0, 10); /* comment, disk, attributes */
    zip_make_number(&zip->directory, at, 4);
    buf_puts(&zip->directory, name);
    zip->count++;
}

static inline void zip_make_text(struct zip_make *zip, const char *name, const char *text) {
    zip_make_add(zip, name, text, strlen(text), true);
}

static inline struct str zip_make_end(struct zip_make *zip) {
    size_t at = zip->out.length;
    buf_add(&zip->out, zip->directory.text, zip->directory.length);
    buf_add(&zip->out, "PK\5\6\0\0\0\0", 8);
    zip_make_number(&zip->out, zip->count, 2);
    zip_make_number(&zip->out, zip->count, 2);
    zip_make_number(&zip->out, zip->directory.length, 4);
    zip_make_number(&zip->out, at, 4);
    zip_make_number(&zip->out, 0, 2);
    return (struct str){zip->out.text, zip->out.length};
}

/* The parts that every workbook or Word document needs around its main part. */
static inline void zip_make_frame(struct zip_make *zip, bool workbook, bool deflated) {
    const char *types =
        workbook
            ? "<Types><Override PartName=\"/xl/workbook.xml\" "
              "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet."
              "main+xml\"/></Types>"
            : "<Types><Override PartName=\"/word/document.xml\" "
              "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml."
              "document.main+xml\"/></Types>";
    const char *root = workbook
                           ? "<Relationships><Relationship Id=\"rId1\" Type=\"x/officeDocument\" "
                             "Target=\"xl/workbook.xml\"/></Relationships>"
                           : "<Relationships><Relationship Id=\"rId1\" Type=\"x/officeDocument\" "
                             "Target=\"word/document.xml\"/></Relationships>";
    const char *parts =
        workbook
            ? "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" "
              "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"x/worksheet\" "
              "Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" "
              "Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId4\" "
              "Type=\"x/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId5\" "
              "Type=\"x/theme\" Target=\"theme/theme1.xml\"/></Relationships>"
            : "<Relationships><Relationship Id=\"rId1\" Type=\"x/styles\" "
              "Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"x/numbering\" "
              "Target=\"numbering.xml\"/><Relationship Id=\"rId3\" Type=\"x/footnotes\" "
              "Target=\"footnotes.xml\"/><Relationship Id=\"rId4\" Type=\"x/comments\" "
              "Target=\"comments.xml\"/></Relationships>";
    zip_make_add(zip, "[Content_Types].xml", types, strlen(types), deflated);
    zip_make_add(zip, "_rels/.rels", root, strlen(root), deflated);
    zip_make_add(zip, workbook ? "xl/_rels/workbook.xml.rels" : "word/_rels/document.xml.rels",
                 parts, strlen(parts), deflated);
}
