/* Runs a fuzz target on files instead of libFuzzer's inputs: the kept corpus as an ordinary test.
 *
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/limits.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv) {
    size_t replayed = 0;
    struct arena *arena = arena_new();
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        if (!folder) {
            fprintf(stderr, "%s cannot be read\n", argv[i]);
            return 1;
        }
        for (struct dirent *entry; (entry = readdir(folder));) {
            if (entry->d_name[0] == '.') continue;
            char *bytes;
            size_t length;
            struct err err = {0};
            if (!file_read(arena, arena_printf(arena, "%s/%s", argv[i], entry->d_name),
                           LIMIT_FILE_BYTES, &bytes, &length, &err)) {
                fprintf(stderr, "%s\n", err.message);
                return 1;
            }
            LLVMFuzzerTestOneInput((const uint8_t *)bytes, length);
            replayed++;
        }
        closedir(folder);
    }
    arena_free(arena);
    printf("%zu inputs\n", replayed);
    return replayed == 0;
}
