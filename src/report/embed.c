/* Build tool: embed FILE NAME OUT writes the bytes of a file as a C array that ends with NUL.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    FILE *in = fopen(argv[1], "rb");
    FILE *out = fopen(argv[3], "wb");
    if (!in || !out) return 1;
    fprintf(out, "extern const char %s[];\nconst char %s[] = {\n", argv[2], argv[2]);
    for (int c; (c = getc(in)) != EOF;) fprintf(out, "%d,\n", c > 127 ? c - 256 : c);
    fprintf(out, "0};\n");
    if (fclose(in) != 0 || fclose(out) != 0) return 1;
    return 0;
}
