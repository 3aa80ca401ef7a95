"""The examples that both sides run their networks on, and how a script reports."""
import json
import os
import re

import numpy

CLASSES = 10
THREADS = len(os.sched_getaffinity(0))


def numbers(count):
    """So many of a row of numbers between -1 and 1."""
    return (numpy.arange(count, dtype=numpy.int64) * 7919 % 1000 / 500 - 1).astype(numpy.float32)


def inputs(kind, size, batch):
    """Pictures [batch, 3, size, size]; or token ids, mask and token types, [batch, size] each."""
    if kind == "image":
        return [numbers(batch * 3 * size * size).reshape(batch, 3, size, size)]
    ids = 1000 + numpy.arange(batch * size, dtype=numpy.int64) * 7919 % 20000
    return [ids.reshape(batch, size), numpy.ones((batch, size), numpy.int64), numpy.zeros((batch, size), numpy.int64)]


def labels(batch):
    return numpy.arange(batch, dtype=numpy.int64) % CLASSES


def peak_mib():
    """The most physical memory that this process has held."""
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024


def report(**figures):
    print(json.dumps(figures))
