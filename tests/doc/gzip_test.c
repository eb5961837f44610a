/* Packed files: what comes out, and what is refused.
 *
 * SPDX-License-Identifier: MIT */
#include "doc/document.h"
#include "doc/gzip.h"
#include "../check.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

/* One gzip member. */
static struct str pack(struct arena *arena, const char *text, size_t n) {
    z_stream z = {0};
    assert_int_equal(Z_OK, deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY));
    size_t room = deflateBound(&z, n);
    char *out = arena_alloc(arena, room, 1);
    z.next_in = (Bytef *)(uintptr_t)text;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    assert_int_equal(Z_STREAM_END, deflate(&z, Z_FINISH));
    room -= z.avail_out;
    deflateEnd(&z);
    return (struct str){out, room};
}

static void whole(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    char *bytes;
    size_t n, sizes[] = {0, 1, 65535, 65536, 65537, 1000000};
    for (size_t i = 0; i < 6; i++) {
        char *text = arena_alloc(arena, sizes[i] + 1, 1);
        for (size_t k = 0; k < sizes[i]; k++) text[k] = (char)('a' + k * k % 23);
        struct str packed = pack(arena, text, sizes[i]);
        assert_true(gzip_is(packed));
        assert_true(gzip_unpack(packed, 1000000, arena, &bytes, &n, &err));
        assert_int_equal(n, sizes[i]);
        assert_memory_equal(bytes, text, n + 1);
    }
    /* Members one after another are one file, as `cat a.gz b.gz` makes it. */
    struct buf two = buf_new(arena);
    for (int i = 0; i < 2; i++) {
        struct str packed = pack(arena, i ? "two" : "one,", i ? 3 : 4);
        buf_add(&two, packed.p, packed.n);
    }
    assert_true(gzip_unpack((struct str){two.text, two.length}, 100, arena, &bytes, &n, &err));
    assert_string_equal(bytes, "one,two");
    arena_free(arena);
}

static void refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    char *bytes;
    size_t n, size = 20 << 20;
    char *text = arena_alloc(arena, size, 1);
    struct str packed = pack(arena, text, 1000);
    assert_false(gzip_unpack(packed, 999, arena, &bytes, &n, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    for (size_t cut = 3; cut < packed.n; cut++) {
        err = (struct err){0};
        assert_false(gzip_unpack((struct str){packed.p, cut}, 1 << 20, arena, &bytes, &n, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
    char *wrong = arena_copy(arena, packed.p, packed.n);
    wrong[packed.n - 6] ^= 1; /* the checksum */
    err = (struct err){0};
    assert_false(gzip_unpack((struct str){wrong, packed.n}, 1 << 20, arena, &bytes, &n, &err));
    assert_int_equal(err.code, ERR_INPUT);
    /* Zeros pack a thousandfold. */
    err = (struct err){0};
    assert_false(gzip_unpack(pack(arena, text, size), (size_t)1 << 30, arena, &bytes, &n, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    assert_non_null(strstr(err.message, "made to fill the memory"));
    arena_free(arena);
}

static void documents(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct document document;
    struct str packed = pack(arena, "Month;Beds\nApr-18;12\n", 21);
    assert_true(document_read_bytes("beds.csv.gz", arena_copy(arena, packed.p, packed.n), packed.n,
                                    arena, &document, &err));
    assert_int_equal(document.format, DOCUMENT_CSV);
    assert_string_equal(document_cell(document.blocks[0].grid, 1, 1)->text, "12");
    /* One layer only. */
    packed = pack(arena, packed.p, packed.n);
    assert_false(document_read_bytes("beds.csv.gz", arena_copy(arena, packed.p, packed.n), packed.n,
                                     arena, &document, &err));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole),
        cmocka_unit_test(refused),
        cmocka_unit_test(documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
