"""Training steps in PyTorch, eager: training.py MODEL image|text SIZE BATCH STEPS.

Forward, cross-entropy, backward, gradients clipped to a joint norm of 1, and torch.optim.AdamW as it comes (on the CPU one tensor after the
other, neither foreach nor fused). The network is the ONNX file's up to its last feature map, with a new head behind the mean over the map or the tokens.
"""
import sys
import time

import torch

import networks
import subject

WARM_UP = 5

model, kind, size, batch, steps = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
torch.set_num_threads(subject.THREADS)
network = (networks.Pictures if kind == "image" else networks.Texts)(model)
network.train()
tensors = [torch.from_numpy(value) for value in subject.inputs(kind, size, batch)]
labels = torch.from_numpy(subject.labels(batch))
matrices = [p for p in network.body() if p.dim() > 1]
vectors = [p for p in network.body() if p.dim() <= 1]
optimiser = torch.optim.AdamW([
    {"params": matrices, "lr": 5e-5, "weight_decay": 0.05}, {"params": vectors, "lr": 5e-5, "weight_decay": 0.0},
    {"params": [network.head.weight], "lr": 1e-3, "weight_decay": 0.05}, {"params": [network.head.bias], "lr": 1e-3, "weight_decay": 0.0}])
rates = []
losses = []
for step in range(WARM_UP + steps):
    start = time.perf_counter()
    optimiser.zero_grad()
    loss = torch.nn.functional.cross_entropy(network(*tensors), labels)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    losses.append(loss.item())
    rates.append(batch / (time.perf_counter() - start))
subject.report(examples_per_second=rates[WARM_UP:], peak_mib=[subject.peak_mib()], first_loss=losses[:1])
