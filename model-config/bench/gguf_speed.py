"""Speed of the gguf package's numpy Q4_0 quantizer: `python -m bench.gguf_speed ROWS COLUMNS`, run from model-config/.

Prints {"1": speed, "2": speed}: GB of float16 weights a second, by the number of processes that quantize a matrix each,
again and again. A speed is the median over runs. What is counted is what a converter must do: from float16 to float32,
and from that to Q4_0.
"""

import argparse
import json
import statistics
import time
from multiprocessing import Barrier, Process, Queue

import numpy as np
from gguf import GGMLQuantizationType
from gguf.quants import quantize

RUNS = 7
DEVIATION = 0.02


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("columns", type=int)
    args = parser.parse_args()
    print(json.dumps({processes: speed(args.rows, args.columns, processes) for processes in (1, 2)}))


def speed(rows: int, columns: int, processes: int) -> float:
    """GB of float16 a second, of all processes together; the slowest counts."""
    barrier, times = Barrier(processes), Queue()
    workers = [Process(target=work, args=(rows, columns, barrier, times)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    seconds = max(times.get() for _ in workers)
    for worker in workers:
        worker.join()
    return processes * rows * columns * 2 / 1e9 / seconds


def work(rows: int, columns: int, barrier, times: Queue) -> None:
    """Quantizes a matrix of its own RUNS times, and puts the median of the seconds."""
    matrix = (np.random.default_rng(1).standard_normal((rows, columns), np.float32) * DEVIATION).astype(np.float16)
    seconds = []
    for _ in range(RUNS):
        barrier.wait()
        start = time.perf_counter()
        quantize(matrix.astype(np.float32), GGMLQuantizationType.Q4_0)
        seconds.append(time.perf_counter() - start)
    times.put(statistics.median(seconds))


if __name__ == "__main__":
    main()
