"""Trains the zoo of the mixed example and exports it: train.py FASHION_MNIST [NET...], all nets when none is named.

Each net learns one half of Fashion-MNIST's classes, so that none knows the example's task, which is all ten. One thread, so that the same
seed gives the same files on the same machine; nets can be trained side by side. Another processor may round otherwise.
"""

import argparse
import math
import time
from pathlib import Path

import onnx
import torch
from torch.nn import functional as F

from fashion import MEAN, PRETRAINING, STD, read
from nets import NETS

ZOO = Path(__file__).parent / "zoo"
TOPS_AND_BAGS = (0, 2, 4, 6, 8)
LEGS_AND_SHOES = (1, 3, 5, 7, 9)
HALVES = {"lenet": TOPS_AND_BAGS, "vgg": LEGS_AND_SHOES, "resnet": TOPS_AND_BAGS, "mobilenet": LEGS_AND_SHOES,
          "densenet": TOPS_AND_BAGS, "vit": TOPS_AND_BAGS, "mixer": LEGS_AND_SHOES}
THREADS = 1
SEED = 0
EPOCHS = 5
BATCH = 64
RATE = 2e-3
WARMUP = 0.1
DECAY = 0.05
SMOOTHING = 0.1
SHIFT = 2


def half(folder, part, classes, most):
    """Normalised pictures [n, 1, 28, 28] of these classes, and their places among them."""
    pictures, labels = read(folder, part)
    pictures, labels = torch.tensor(pictures[:most]), torch.tensor(labels[:most])
    chosen = torch.isin(labels, torch.tensor(classes))
    return (pictures[chosen, None].float() - MEAN) / STD, torch.searchsorted(torch.tensor(classes), labels[chosen])


def augmented(pictures, random):
    """Each picture mirrored or not, and moved by up to SHIFT pixels over black."""
    count, _, height, width = pictures.shape
    black = F.pad(pictures[:, 0], (SHIFT,) * 4, value=-MEAN / STD)
    down, right = torch.randint(0, 2 * SHIFT + 1, (2, count, 1), generator=random)
    columns = torch.where(torch.rand(count, 1, generator=random) < 0.5, torch.arange(width), torch.arange(width).flip(0))
    return black[torch.arange(count)[:, None, None], (down + torch.arange(height))[:, :, None], (right + columns)[:, None, :]][:, None]


def train(net, pictures, labels, epochs):
    random = torch.Generator().manual_seed(SEED)
    weights = [p for p in net.parameters() if sum(n > 1 for n in p.shape) > 1]
    others = [p for p in net.parameters() if sum(n > 1 for n in p.shape) <= 1]
    optimiser = torch.optim.AdamW([{"params": weights, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}], RATE)
    steps = epochs * (len(labels) // BATCH)
    rising = WARMUP * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: (step + 1) / rising if step + 1 < rising else 0.5 * (
        1 + math.cos(math.pi * (step + 1 - rising) / (steps + 1 - rising))))
    net.train()
    for _ in range(epochs):
        order = torch.randperm(len(labels), generator=random)
        for batch in order[:len(order) // BATCH * BATCH].split(BATCH):
            loss = F.cross_entropy(net(augmented(pictures[batch], random)), labels[batch], label_smoothing=SMOOTHING)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()


def accuracy(net, pictures, labels):
    net.eval()
    with torch.no_grad():
        hits = sum((net(x).argmax(1) == y).sum().item() for x, y in zip(pictures.split(500), labels.split(500)))
    return hits / len(labels)


def separate(graph):
    """Undoes that equal weights are exported as one, as the biases at both sides of a sum are, which learn alike: they are two."""
    weights = {tensor.name: tensor for tensor in graph.initializer}
    for node in [node for node in graph.node if node.op_type == "Identity" and node.input[0] in weights]:
        graph.initializer.add().CopyFrom(weights[node.input[0]])
        graph.initializer[-1].name = node.output[0]
        graph.node.remove(node)


def export(net, name, path):
    """Batch normalisations stay apart from convolutions, so that they can be trained on; the number of pictures is free."""
    net.eval()
    torch.onnx.export(net, (torch.zeros(2, 1, 28, 28),), path, dynamo=False, opset_version=17, input_names=["picture"],
                      output_names=["logits"], dynamic_axes={"picture": {0: "n"}, "logits": {0: "n"}},
                      training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=True)
    model = onnx.load(path)
    model.graph.name = name
    separate(model.graph)
    for node in model.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with Fashion-MNIST's four files, gzipped")
    parser.add_argument("nets", nargs="*", default=[*NETS])
    parser.add_argument("--zoo", type=Path, default=ZOO, help="where the ONNX files go")
    parser.add_argument("--pictures", type=int, default=PRETRAINING, help="fewer, to try the script")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args()
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)
    options.zoo.mkdir(exist_ok=True)
    for name in options.nets:
        start = time.time()
        torch.manual_seed(SEED)
        net = NETS[name](len(HALVES[name]))
        train(net, *half(options.data, "train", HALVES[name], options.pictures), options.epochs)
        reached = accuracy(net, *half(options.data, "t10k", HALVES[name], None))
        export(net, name, options.zoo / f"{name}.onnx")
        count = sum(p.numel() for p in net.parameters())
        print(f"{name:10} {count:7} parameters  test accuracy {reached:.4f}  {time.time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
