#!/usr/bin/env bash
# bench-peers.sh PROGRAM: times imputation and reading of one CSV table beside
# scikit-learn and pandas, on the same data and the same number of threads,
# interleaved over ROUNDS rounds (3). One line per figure:
#
#   ratio NAME VALUE ours=SECONDS peer=SECONDS
#
# with medians, and VALUE above 1 where ours is faster. Imputation counts
# fitting and filling, without reading and writing, on both sides; reading
# counts our whole process, and of the peer only the call that reads, but for
# read-process, where it counts the peer's whole process, too. The peers
# are the scripts in PEERS (../shared/peers), run with the system's python3;
# without them ours is timed alone, on made-up numbers of the same shape. R's
# mice is timed where it is installed.
set -euo pipefail

program=$(realpath "${1:?usage: bench-peers.sh PROGRAM}")
peers=${PEERS:-../shared/peers}
rounds=${ROUNDS:-3}
threads=${THREADS:-$(nproc)}
python=${PYTHON:-/usr/bin/python3}
export OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads GOMAXPROCS=$threads

nest=$(mktemp -d)
trap 'rm -rf "$nest"' EXIT

with_peers() { [ -d "$peers" ] && "$python" -c 'import numpy, pandas, sklearn' 2>/dev/null; }

# invent writes a table of uniform numbers, a fifth of them missing.
invent() { # ROWS COLUMNS FILE
  awk -v rows="$1" -v columns="$2" 'BEGIN {
    srand(1)
    printf "id"; for (j = 0; j < columns; j++) printf ",f%d", j; print ""
    for (i = 0; i < rows; i++) {
      printf "r%d", i
      for (j = 0; j < columns; j++) if (rand() < 0.2) printf ","; else printf ",%.6f", rand()
      print ""
    }
  }' >"$3"
}

ours_impute() { # METHOD TABLE [SETTING…]
  local method=$1 table=$2
  shift 2
  rm -rf "$nest/filled"
  "$program" impute "$nest/$table.csv" --method "$method" "$@" --json -o "$nest/filled" 2>"$nest/log" |
    grep -oE '"(fit|transform)_seconds": *[0-9.eE+-]+' | awk -F: '{ s += $2; n++ } END { if (n != 2) exit 1; print s }'
}
peer_impute() { "$python" "$peers/sklearn_impute.py" "$1" "$nest/$2" | sed -n 's/.* seconds \([0-9.]*\).*/\1/p'; }

peer_mice() { Rscript "$peers/mice_impute.R" "$nest/$1" | sed -n 's/.* seconds \([0-9.]*\).*/\1/p'; }

ours_read() {
  local start=$EPOCHREALTIME
  "$program" inspect "$nest/$1.csv" >"$nest/seen" 2>"$nest/log"
  awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}
peer_read() { "$python" "$peers/pandas_csv.py" "$nest/$1.csv" | sed -n 's/.* seconds \([0-9.]*\).*/\1/p'; }

peer_process() {
  local start=$EPOCHREALTIME
  "$python" "$peers/pandas_csv.py" "$nest/$1.csv" >/dev/null
  awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}

median() { sort -g | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

# compare NAME 'OURS' 'PEER' runs both in turn and prints the line.
compare() {
  local ours=() theirs=()
  for _ in $(seq "$rounds"); do
    ours+=("$($2)") || { echo "bench-peers.sh: $1: our program failed:" >&2; cat "$nest/log" >&2; return 1; }
    [ -n "$peered" ] && theirs+=("$($3)")
  done
  local a b
  a=$(printf '%s\n' "${ours[@]}" | median)
  if [ -z "$peered" ]; then
    printf 'ours %s %.4g s\n' "$1" "$a"
    return
  fi
  b=$(printf '%s\n' "${theirs[@]}" | median)
  awk -v name="$1" -v a="$a" -v b="$b" 'BEGIN { printf "ratio %s %.2f ours=%.4gs peer=%.4gs\n", name, b / a, a, b }'
}

if with_peers; then
  peered=yes
  echo "scikit-learn and pandas beside ours, $threads threads each, medians of $rounds rounds"
  "$python" "$peers/make_data.py" "$nest"
else
  peered=''
  echo "peers not installed: ours alone, $threads threads, medians of $rounds rounds"
  invent 2000 100 "$nest/m2000x100.csv"
  invent 10000 50 "$nest/m10000x50.csv"
fi
invent 300000 100 "$nest/m300000x100.csv"
compare "read-csv-m300000x100" "ours_read m300000x100" "peer_read m300000x100"
compare "read-process-m2000x100" "ours_read m2000x100" "peer_process m2000x100"
for table in m2000x100 m10000x50; do
  compare "mean-$table" "ours_impute mean $table" "peer_impute mean $table"
  compare "knn-$table" "ours_impute knn $table --set k=5" "peer_impute knn $table"
  compare "ice-$table" "ours_impute ice $table --set tolerance=0" "peer_impute iter $table"
  if [ -z "$peered" ] || Rscript -e 'library(mice)' >/dev/null 2>&1; then # R's mice
    compare "mice-$table" "ours_impute mice $table --set draws=1" "peer_mice $table"
  else
    echo "R's mice is not installed: mice is not compared"
  fi
  compare "missforest-$table" "ours_impute missforest $table --set trees=10 --set sweeps=2" "peer_impute forest $table"
  compare "read-csv-$table" "ours_read $table" "peer_read $table"
done
