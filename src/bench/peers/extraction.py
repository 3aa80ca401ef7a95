"""Forward passes of a network in ONNX Runtime: extraction.py MODEL image|text SIZE BATCH MINIBATCHES."""
import sys
import time

import onnxruntime

import subject

MINIBATCH = 64

model, kind, size, batch, minibatches = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = subject.THREADS
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
inputs = dict(zip([i.name for i in session.get_inputs()], subject.inputs(kind, size, batch)))
rates = []
for minibatch in range(minibatches + 2):
    start = time.perf_counter()
    for _ in range(MINIBATCH // batch):
        session.run(None, inputs)
    rates.append(MINIBATCH / (time.perf_counter() - start))
subject.report(examples_per_second=rates[2:], peak_mib=[subject.peak_mib()])
