/* Build tool: assets_embed OUT FOLDER NAME... writes files of the folder as C arrays (assets.h).
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    FILE *out = fopen(argv[1], "wb");
    if (!out) return 1;
    fprintf(out, "#include \"web/assets.h\"\n");
    for (int i = 3; i < argc; i++) {
        char path[4096];
        int n = snprintf(path, sizeof path, "%s/%s", argv[2], argv[i]);
        FILE *in = n > 0 && n < (int)sizeof path ? fopen(path, "rb") : NULL;
        if (!in) {
            fprintf(stderr, "assets_embed: %s cannot be read\n", path);
            return 1;
        }
        fprintf(out, "static const unsigned char file_%d[] = {\n", i);
        for (int c, column = 0; (c = getc(in)) != EOF; column++)
            fprintf(out, "%d,%s", c, column % 32 == 31 ? "\n" : "");
        fprintf(out, "0};\n"); /* not counted in size */
        fclose(in);
    }
    fprintf(out, "const struct asset assets[] = {\n");
    for (int i = 3; i < argc; i++)
        fprintf(out, "    {\"%s\", file_%d, sizeof file_%d - 1},\n", argv[i], i, i);
    fprintf(out, "};\nconst size_t asset_count = %d;\n", argc - 3);
    return fclose(out) == 0 ? 0 : 1;
}
