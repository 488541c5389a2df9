#!/usr/bin/env bash
# bench-engine.sh [FIGURE…]: times training steps and inference of the engine
# beside PyTorch, on the same models, shapes and minibatches, interleaved over
# ROUNDS rounds (5) of SECONDS seconds (1). One line per figure:
#
#   ratio NAME VALUE ours=TIME peer=TIME best=RATIO setting=NAME bytes=N allocs=N
#
# VALUE is above 1 where ours is faster. It is the ratio of the medians over
# the rounds, of the median step of each; best is that of the fastest rounds.
# Bytes and allocs are what a step of ours (of inference, a call) allocates.
#
# Ours runs with THREADS workers (all processors). PyTorch runs in every round
# with each setting that may be its best, and the best median is quoted, with
# the name of its setting:
#   passive   THREADS threads of OpenMP and of OpenBLAS, that sleep when they wait
#   openblas  one thread of OpenMP, THREADS of OpenBLAS
#   single    one thread
# Its scripts are those in PEERS (../shared/peers) and scripts/peers, run with
# the system's python3; without them ours is timed alone.
#
# Other work disturbs long steps more than short ones. The last line says how
# much there was. CLOCK=cpu compares processor time instead, of one thread each,
# which it disturbs less.
set -euo pipefail

cd "$(dirname "$0")/.."
peers=${PEERS:-../shared/peers}
rounds=${ROUNDS:-5}
seconds=${SECONDS_EACH:-1}
threads=${THREADS:-$(nproc)}
clock=${CLOCK:-wall}
python=${PYTHON:-/usr/bin/python3}
settings=(passive openblas single)
metric=median-µs
case "$clock" in
  wall) ;;
  cpu) threads=1 settings=(single) metric=median-cpu-µs ;;
  *) echo "bench-engine.sh: CLOCK is wall or cpu, not $clock" >&2; exit 2 ;;
esac
figures=("$@")
[ $# -gt 0 ] || figures=(fusion fusion-small fusion-big gain cnn attention crossgan inference)

nest=$(mktemp -d)
trap 'rm -rf "$nest"' EXIT

# peer_script FIGURE prints the script, and what follows THREADS SECONDS.
peer_script() {
  case "$1" in
    fusion) echo "$peers/torch_fusion.py" ;;
    fusion-small) echo "$peers/torch_fusion.py 50,50,50,64,32 64" ;;
    fusion-big) echo "$peers/torch_fusion.py 1000,1000,500,512,256 256" ;;
    gain) echo "$peers/torch_gain.py" ;;
    cnn) echo "$peers/torch_cnn.py cnn" ;;
    attention) echo "$peers/torch_cnn.py mha" ;;
    crossgan) echo "scripts/peers/torch_crossgan.py" ;;
    inference) echo "scripts/peers/torch_inference.py" ;;
    *) echo "bench-engine.sh: there is no figure $1" >&2; return 2 ;;
  esac
}

# on_clock runs a Python script whose stopwatch is the chosen clock.
on_clock='import runpy, sys, time
if sys.argv[1] == "cpu":
    time.perf_counter = time.process_time
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")'

# run_peer SETTING FIGURE prints the microseconds of a step.
run_peer() {
  local omp=$threads blas=$threads script
  case "$1" in
    openblas) omp=1 ;;
    single) omp=1 blas=1 ;;
  esac
  read -ra script <<<"$(peer_script "$2")"
  OMP_NUM_THREADS=$omp OPENBLAS_NUM_THREADS=$blas OMP_WAIT_POLICY=PASSIVE \
    "$python" -c "$on_clock" "$clock" "${script[0]}" "$omp" "$seconds" "${script[@]:1}" |
    sed -nE 's/.* median_(step_)?us ([0-9]+).*/\2/p'
}

# run_ours FIGURE prints the microseconds, bytes and allocations of a step.
run_ours() {
  local room=nn
  [ "$1" != crossgan ] || room=impute
  "$nest/$room.test" -test.run '^$' -test.bench "^BenchmarkPeers\$/^$1\$" -test.benchmem \
    -test.cpu "$threads" -test.benchtime "${seconds}s" >"$nest/log" || { cat "$nest/log" >&2; return 1; }
  awk -v metric="$metric" '/^Benchmark/ {
    for (i = 3; i < NF; i += 2) v[$(i + 1)] = $i
    print v[metric], v["B/op"], v["allocs/op"]
  }' "$nest/log"
}

# busy prints the ticks of work that all processors, and that this script's
# children, have done.
busy() {
  awk '/^cpu / { print $2 + $3 + $4 + $7 + $8, $2 + $3 + $4 + $5 + $6 + $7 + $8 }' /proc/stat
  awk '{ sub(/.*\) /, ""); print $14 + $15 }' /proc/$$/stat
}

# summarise prints a figure's line.
summarise() {
  awk -v name="$1" -v order="${settings[*]}" '
    function median(key,   n, i, j, t) {
      n = count[key]
      for (i = 2; i <= n; i++)
        for (j = i; j > 1 && v[key, j] < v[key, j - 1]; j--) { t = v[key, j]; v[key, j] = v[key, j - 1]; v[key, j - 1] = t }
      return (v[key, int((n + 1) / 2)] + v[key, int(n / 2) + 1]) / 2
    }
    function time(us) { return us < 1e6 ? sprintf("%.4gms", us / 1e3) : sprintf("%.4gs", us / 1e6) }
    { v[$1, ++count[$1]] = $2; if ($1 == "ours") { bytes = $3; allocs = $4 } }
    END {
      a = median("ours")
      n = split(order, names)
      for (i = 1; i <= n; i++) if (count[names[i]] && (!best || median(names[i]) < b)) { best = names[i]; b = median(best) }
      for (i = 1; i <= n; i++) if (count[names[i]] && (!low || v[names[i], 1] < low)) low = v[names[i], 1]
      tail = sprintf("bytes=%d allocs=%d", bytes, allocs)
      if (best) printf "ratio %s %.2f ours=%s peer=%s best=%.2f setting=%s %s\n", name, b / a, time(a), time(b), low / v["ours", 1], best, tail
      else printf "ours %s %s %s\n", name, time(a), tail
    }' "$nest/$1"
}

for figure in "${figures[@]}"; do peer_script "$figure" >/dev/null; done
go test -c -o "$nest/nn.test" ./internal/nn
go test -c -o "$nest/impute.test" ./impute
what="$rounds rounds of $seconds s, $threads threads, $clock clock"
if [ ! -d "$peers" ]; then
  echo "no peers in $peers: ours alone, $what"
  settings=()
elif ! "$python" -c 'import torch' 2>/dev/null; then
  echo "PyTorch is not installed (apt-get install -y --no-install-recommends python3-torch): ours alone, $what"
  settings=()
else
  echo "PyTorch $("$python" -c 'import torch; print(torch.__version__)') beside ours, $what"
fi

[ ! -r /proc/stat ] || before=$(busy | tr '\n' ' ')
for ((round = 1; round <= rounds; round++)); do
  for figure in "${figures[@]}"; do
    echo "ours $(run_ours "$figure")" >>"$nest/$figure"
    for setting in "${settings[@]}"; do
      echo "$setting $(run_peer "$setting" "$figure")" >>"$nest/$figure"
    done
  done
done
for figure in "${figures[@]}"; do summarise "$figure"; done
[ ! -r /proc/stat ] || echo "$before $(busy | tr '\n' ' ')" |
  awk '{ printf "other work took %.0f %% of the processors meanwhile\n", 100 * (($4 - $1) - ($6 - $3)) / ($5 - $2) }'
