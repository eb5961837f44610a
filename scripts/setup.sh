# What ./run and ./test share: installs what is missing, and builds. Sourced from the root of the
# tree; not a command of its own.
#
# SPDX-License-Identifier: MIT

die() {
    echo "$(basename "$0"): $*" >&2
    exit 2
}

# deps SECTION: the packages of a section of deps.txt, one a line.
deps() {
    awk -v wanted="[$1]" '
        /^\[/ { inside = $1 == wanted; next }
        /^[a-z0-9]/ && inside { print $1 }' deps.txt
}

# missing PACKAGE...: those that are not installed, one a line. npm may have come with another node than
# Debian's: then Debian's would not go beside it.
missing() {
    for package in "$@"; do
        state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || state=
        [ "$state" = installed ] && continue
        if [ "$package" = npm ] && command -v npm >/dev/null; then continue; fi
        echo "$package"
    done
}

# install SECTION...: installs the packages of the sections that are missing; silent when none is.
install_deps() {
    command -v dpkg-query >/dev/null ||
        die "this needs Debian 12 (or a system with its packages): there is no dpkg-query"
    wanted=
    for section in "$@"; do wanted="$wanted $(deps "$section")"; done
    # shellcheck disable=SC2086
    absent=$(missing $wanted | tr '\n' ' ')
    [ -n "$absent" ] || return 0
    echo "To install from Debian (deps.txt says why): $absent"
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null; then
        as_root=sudo
    else
        die "you are not root and there is no sudo; have somebody run:
  apt-get update && apt-get install --no-install-recommends $absent"
    fi
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update ||
        die "apt-get update failed: is there a network?"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends install $absent ||
        die "apt-get could not install: $absent"
    # shellcheck disable=SC2086
    absent=$(missing $wanted | tr '\n' ' ')
    [ -z "$absent" ] || die "still missing after apt-get: $absent"
}

# configure DIR OPTION...: a build folder with these options; made new if it is broken.
configure() {
    dir=$1
    shift
    mkdir -p build
    if [ -f "$dir/build.ninja" ] && meson configure "$dir" "$@" >"$dir.log" 2>&1; then return 0; fi
    rm -rf "$dir"
    meson setup "$dir" "$@" >"$dir.log" 2>&1 || {
        tail -n 30 "$dir.log" >&2
        die "meson could not set up $dir"
    }
}

# build DIR [TARGET]: compiles; the whole output is shown only when it fails.
build() {
    echo "Building $1"
    ninja -C "$@" >"$1.log" 2>&1 || {
        grep -E -A 12 'error|FAILED|warning' "$1.log" | head -n 80 >&2
        echo "the whole output is in $1.log" >&2
        return 1
    }
}
