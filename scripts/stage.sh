#!/usr/bin/env bash
# stage.sh NAME COMMAND [ARGUMENT…]: runs one stage of the tests under a
# headline and says how long it took.
set -uo pipefail

name=$1
shift
printf '\n== %s\n' "$name"
start=$SECONDS
"$@"
status=$?
if [ $status = 0 ]; then
  printf -- '-- %s: ok, %d s\n' "$name" $((SECONDS - start))
else
  printf -- '-- %s: FAILED, %d s\n' "$name" $((SECONDS - start)) >&2
fi
exit $status
